/// Measures `PacketSizes`.
struct SizeHistogram {
  /// Upper bounds of the bins: sizes on the wire of 64, 128, … bytes, less the frame check sequence.
  private static let bounds = [60, 124, 252, 508, 1020, 1514, 9014, 65_535]

  private var bins: [Int] = Array(repeating: 0, count: bounds.count)
  private var packets = 0
  private var bytes = 0

  mutating func packet(bytes length: Int) {
    let bin = Self.bounds.firstIndex { length <= $0 } ?? Self.bounds.count - 1
    bins[bin] += 1
    packets += 1
    bytes += min(length, Self.bounds[bin])
  }

  var sizes: PacketSizes {
    let total = Double(max(1, packets))
    let histogram = zip(Self.bounds, bins).filter { $0.1 > 0 }.map { bound, count in
      PacketSizes.Bin(atMost: bound, share: (Double(count) / total).rounded(toPlaces: 6))
    }
    return PacketSizes(mean: (Double(bytes) / total).rounded(toPlaces: 3), histogram: histogram)
  }
}
