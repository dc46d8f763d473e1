import Traffic

/// A number that depends on the size of what it works on, such as the time of a hash lookup over a table's entries.
///
/// The value at `n` is the mean over `n` items wanted equally often. Between points it is interpolated linearly in the
/// logarithm of the size; outside of them it stays at the first or last.
public struct Curve: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var at: Int
    public var estimate: Estimate
    /// Natural logarithm of `at`.
    let position: Double

    public init(at: Int, _ estimate: Estimate) {
      self.at = at
      self.estimate = estimate
      position = logarithm(at)
    }
  }

  /// Ascending by size.
  public var points: [Point]
  public var unit: Unit
  public var source: String

  public init(points: [Point], unit: Unit, source: String) {
    self.points = points
    self.unit = unit
    self.source = source
  }

  /// The mean over `size` items wanted equally often.
  public func value(at size: Int) -> Estimate {
    guard let first = points.first, let last = points.last else { return .zero }
    if size <= first.at { return first.estimate }
    if size >= last.at { return last.estimate }
    let upper = points.first { $0.at >= size } ?? last
    let lower = points.last { $0.at < size } ?? first
    let part = (logarithm(size) - lower.position) / (upper.position - lower.position)
    return lower.estimate * (1 - part) + upper.estimate * part
  }

  /// The mean over the `size` most popular items of unequal popularity.
  ///
  /// Caches keep what is wanted most. So the k-th item by popularity costs what a uniform working set grows by when it
  /// gets that item, `d(n·c(n))/dn`; each stretch of ranks between two points is charged its mean of that, weighted
  /// by the share of packets that want it.
  public func value(ofTop size: Int, _ popularity: RankCurve) -> Estimate {
    guard size > 1, popularity.count > 0, popularity.share(ofTop: size) > 0 else { return value(at: max(1, size)) }
    let all = popularity.share(ofTop: size)
    var sum = Estimate.zero
    var before = (rank: 0, share: 0.0, total: Estimate.zero)
    for rank in points.map(\.at).filter({ $0 < size }) + [size] {
      let share = popularity.share(ofTop: rank)
      let total = value(at: rank) * Double(rank)
      let ranks = Double(rank - before.rank)
      let marginal = Estimate(
        max(0, total.value - before.total.value) / ranks, low: max(0, total.low - before.total.low) / ranks,
        high: max(0, total.high - before.total.high) / ranks)
      sum += marginal * ((share - before.share) / all)
      before = (rank, share, total)
    }
    return sum.ordered
  }
}

extension Estimate {
  /// Bounds that the interpolation's rounding put out of order, put back.
  var ordered: Estimate { Estimate(value, low: min(low, value), high: max(high, value)) }
}
