import Glibc

/// Finds the item at a point of a rank curve: the curve's inverse, by a few operations and without a table of items.
///
/// An item drawn at uniformly random points is as popular as the curve says.
public struct RankSampler: Sendable {
  /// The items between two points of the curve, popularity falling as rank^-exponent.
  private struct Span {
    var first, last: Int
    var shareBefore, share: Double
    /// `1 − exponent`; 0 stands for an exponent of 1, 1 for equal items.
    var power: Double
    /// `(first + ½)^power`, or the rank itself for a power of 0; likewise how far it is to the end.
    var low, width: Double

    /// Shares of the packets of each of its items, as parts of the integral from half a rank before to half a rank behind.
    func addPopularities(to shares: inout [Double]) {
      guard width != 0 else { return shares.append(share) }
      var before = power == 0 ? log(low) : low
      for item in first...last {
        let end = Double(item) + 1.5
        let next = power == 0 ? log(end) : power == 1 ? end : pow(end, power)
        shares.append(share * (next - before) / width)
        before = next
      }
    }
  }

  private let spans: [Span]
  /// Cumulative share at each span's end.
  private let ends: [Double]
  /// The number of items; at least 1.
  public let count: Int

  public init(_ curve: RankCurve) {
    count = max(1, curve.count)
    spans = curve.points.indices.map { Self.span(curve, $0) }.filter { $0.last >= $0.first }
    ends = spans.map { $0.shareBefore + $0.share }
  }

  private static func span(_ curve: RankCurve, _ index: Int) -> Span {
    let upper = curve.points[index]
    let lower = index > 0 ? curve.points[index - 1] : RankCurve.Point(rank: 0, share: 0)
    let (low, high) = (Double(lower.rank) + 0.5, Double(upper.rank) + 0.5)
    let exponent = curve.exponent(around: index)
    let power = abs(exponent - 1) < 1e-6 ? 0 : 1 - exponent
    return Span(
      first: lower.rank, last: upper.rank - 1, shareBefore: lower.share, share: upper.share - lower.share, power: power,
      low: power == 0 ? low : pow(low, power), width: power == 0 ? log(high / low) : pow(high, power) - pow(low, power))
  }

  /// The item, counted from 0, the most popular first, at a cumulative share of 0 ..< 1.
  public func item(at share: Double) -> Int {
    guard let span = spans.isEmpty ? nil : spans[index(of: share)], span.share > 0 else { return 0 }
    let part = (share - span.shareBefore) / span.share
    let rank: Double =
      if span.power == 0 {
        span.low * exp(part * span.width)
      } else if span.power == 1 {
        span.low + part * span.width
      } else {
        pow(span.low + part * span.width, 1 / span.power)
      }
    return min(max(span.first, Int(rank - 0.5)), span.last)
  }

  /// The shares of the packets that the items carry, the most popular first.
  public var popularities: [Double] {
    var shares: [Double] = []
    shares.reserveCapacity(count)
    for span in spans { span.addPopularities(to: &shares) }
    return shares
  }

  private func index(of share: Double) -> Int {
    var low = 0
    var high = ends.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > share { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
