import PerfModel

/// One measured number of this machine.
public struct Figure: Codable, Hashable, Sendable {
  /// Such as `nic.hash_hit.65536`: the site, what was done, and the entries or elements where it depends on them.
  public var name: String
  /// `ns` or `/s`, per operation.
  public var unit: String
  /// The median of the repeats, and the least and the greatest of them.
  public var value, low, high: Double

  init(_ name: String, _ estimate: Estimate, unit: Unit = .nanoseconds) {
    self.name = name
    self.unit = unit.rawValue
    (value, low, high) = (estimate.value, estimate.low, estimate.high)
  }

  public var estimate: Estimate { Estimate(value, low: low, high: high) }
}

extension Estimate {
  /// The median of several repeats with the least and the greatest. A difference that the noise made nothing or less of is taken
  /// as a hundredth of a nanosecond: prices are positive.
  init(repeats: [Double]) {
    let sorted = repeats.map { max($0, 0.01) }.sorted()
    guard let first = sorted.first, let last = sorted.last else {
      self = .zero
      return
    }
    self.init(sorted[sorted.count / 2], low: first, high: last)
  }
}

extension [UInt64] {
  /// The middle one; 0 of none. What lost its core for a while lies above and does not move it.
  var median: Double { isEmpty ? 0 : Double(sorted()[count / 2]) }
}
