/// Counts of times on a logarithmic scale: 32 bins to the octave, so that a percentile is within 1.6 %.
struct LatencyHistogram: Hashable, Sendable {
  private static let binsPerOctave = 32
  /// Up to 2^40 ns, 18 minutes; later is counted there.
  private static let octaves = 40

  private var counts: [UInt32]
  private(set) var total = 0

  init() { counts = Array(repeating: 0, count: Self.octaves * Self.binsPerOctave) }

  mutating func add(_ nanoseconds: Double) {
    counts[Self.bin(nanoseconds)] &+= 1
    total += 1
  }

  /// The exponent of the number and the first five bits of its fraction.
  private static func bin(_ nanoseconds: Double) -> Int {
    guard nanoseconds > 1 else { return 0 }
    let bits = Int(nanoseconds.bitPattern >> 47) - 1023 * binsPerOctave
    return min(bits, octaves * binsPerOctave - 1)
  }

  /// The middle of a bin, nanoseconds.
  private static func middle(of bin: Int) -> Double {
    let low = Double(bitPattern: UInt64(bin + 1023 * binsPerOctave) << 47)
    let high = Double(bitPattern: UInt64(bin + 1 + 1023 * binsPerOctave) << 47)
    return (low + high) / 2
  }

  /// The time within which `share` of them were; 0 when there were none.
  func percentile(_ share: Double) -> Double {
    let wanted = Double(total) * share
    var sum = 0
    for (bin, count) in counts.enumerated() where count > 0 {
      sum += Int(count)
      if Double(sum) >= wanted { return Self.middle(of: bin) }
    }
    return 0
  }
}
