/// The cumulative share of packets that the most popular items carry, known at some ranks.
///
/// Ranks ascend strictly from 1, shares do not descend and end at 1. Between known ranks the share is interpolated linearly
/// in the logarithm of the rank: exact for popularity ∝ 1/rank, and within 0.2 % of the packets for Zipf exponents of
/// 0.8 … 1.4 on ranks that are powers of two.
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
    guard index > 0 else { return upper.share * Double(n) / Double(upper.rank) }
    let lower = points[index - 1]
    let part = (logarithm(n) - logarithm(lower.rank)) / (logarithm(upper.rank) - logarithm(lower.rank))
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
