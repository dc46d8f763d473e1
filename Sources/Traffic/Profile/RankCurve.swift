import Glibc

/// The cumulative share of packets that the most popular items carry, known at some ranks.
///
/// Ranks ascend strictly from 1, shares do not descend and end at 1. Between known ranks popularity is taken to fall as a power of the
/// rank, with the exponent that the spans before and after have: within 0.03 % of the packets for Zipf traffic of any
/// exponent to 2 and for equal flows, within 0.3 % for sampled traffic, when ranks are powers of two.
public struct RankCurve: Codable, Hashable, Sendable {
  public struct Point: Codable, Hashable, Sendable {
    /// The number of most popular items.
    public var rank: Int
    /// Share of packets that they carry together, 0 … 1.
    public var share: Double

    public init(rank: Int, share: Double) {
      self.rank = rank
      self.share = share
    }
  }

  public var points: [Point]

  public init(points: [Point]) { self.points = points }

  /// No items.
  public static let empty = RankCurve(points: [])

  /// The number of items.
  public var count: Int { points.last?.rank ?? 0 }

  /// The curve of items with these packet counts, in any order; items without packets are left out.
  public init(counts: [UInt32]) {
    let sorted = counts.filter { $0 > 0 }.sorted(by: >)
    let total = sorted.reduce(0.0) { $0 + Double($1) }
    var sum = 0.0
    var points: [Point] = []
    var ranks = GeometricRanks(count: sorted.count).makeIterator()
    var next = ranks.next()
    for (index, count) in sorted.enumerated() {
      sum += Double(count)
      guard index + 1 == next else { continue }
      points.append(Point(rank: index + 1, share: (sum / total).rounded(toPlaces: 6)))
      next = ranks.next()
    }
    self.points = points
  }

  /// The share of packets that the `n` most popular items carry: 0 for none, 1 from the last rank on.
  public func share(ofTop n: Int) -> Double {
    guard n > 0, let last = points.last else { return 0 }
    if n >= last.rank { return last.share }
    let index = firstIndex { $0.rank >= n }
    let upper = points[index]
    if upper.rank == n { return upper.share }
    let lower = index > 0 ? points[index - 1] : Point(rank: 0, share: 0)
    guard lower.rank < n else { return lower.share }
    let part = powerLaw(n, from: lower.rank, to: upper.rank, exponent: exponent(around: index))
    return lower.share + part * (upper.share - lower.share)
  }

  /// The fewest most popular items that carry at least `share` of the packets; `count` when no number does.
  public func itemsCarrying(_ share: Double) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if self.share(ofTop: middle) >= share { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The exponent by which popularity falls around a span, 0 … 4: from the mean popularity of the spans before and after it.
  func exponent(around index: Int) -> Double {
    guard let before = span(index > 0 ? index - 1 : index), let after = span(index + 1) ?? span(index),
      before.middle < after.middle, before.popularity > 0, after.popularity > 0
    else { return 0 }
    return min(max(0, log(before.popularity / after.popularity) / log(after.middle / before.middle)), 4)
  }

  /// The mean popularity of the items between a point and the one before it, and their middle rank; nil past the end.
  private func span(_ index: Int) -> (popularity: Double, middle: Double)? {
    guard points.indices.contains(index) else { return nil }
    let lower = index > 0 ? points[index - 1] : Point(rank: 0, share: 0)
    let upper = points[index]
    let items = Double(upper.rank) - Double(lower.rank)
    guard items > 0, lower.rank >= 0 else { return nil }
    return ((upper.share - lower.share) / items, ((Double(lower.rank) + 0.5) * (Double(upper.rank) + 0.5)).squareRoot())
  }

  /// The part of the span's packets that its items up to rank `n` carry, when popularity falls with the exponent: the integral of
  /// rank^-exponent, half a rank further on both sides because items are whole.
  private func powerLaw(_ n: Int, from lower: Int, to upper: Int, exponent: Double) -> Double {
    let (low, middle, high) = (Double(lower) + 0.5, Double(n) + 0.5, Double(upper) + 0.5)
    if abs(exponent - 1) < 1e-6 { return log(middle / low) / log(high / low) }
    let power = 1 - exponent
    return (pow(middle / low, power) - 1) / (pow(high / low, power) - 1)
  }

  /// Position of the first point that satisfies a condition which holds from some point on; the last when none does.
  private func firstIndex(where condition: (Point) -> Bool) -> Int {
    var low = 0
    var high = points.count - 1
    while low < high {
      let middle = (low + high) / 2
      if condition(points[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The ranks a curve is kept at: the powers of two below the count, then the count.
struct GeometricRanks: Sequence, IteratorProtocol {
  private let count: Int
  private var current = 0

  init(count: Int) { self.count = count }

  mutating func next() -> Int? {
    guard current < count else { return nil }
    current = current == 0 ? 1 : Swift.min(current.multipliedReportingOverflow(by: 2).partialValue, count)
    return current
  }
}
