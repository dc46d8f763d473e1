/// A number that is not known exactly: the expected value and the bounds within which it is believed to lie.
///
/// Costs add and scale; for them the bounds are taken together (all low, all high), which is wide and safe: it never
/// narrows by assuming that errors of different numbers cancel out.
public struct Estimate: Codable, Hashable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  public init(_ value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// A number without doubt.
  public init(exactly value: Double) { self.init(value, low: value, high: value) }

  public static let zero = Estimate(exactly: 0)

  public static func + (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.value + right.value, low: left.low + right.low, high: left.high + right.high)
  }

  public static func += (left: inout Estimate, right: Estimate) { left = left + right }

  /// Scales by a number that is not negative.
  public static func * (left: Estimate, right: Double) -> Estimate {
    Estimate(left.value * right, low: left.low * right, high: left.high * right)
  }

  /// The product of two numbers that are not negative.
  public static func * (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.value * right.value, low: left.low * right.low, high: left.high * right.high)
  }

  /// The least of several, bound by bound.
  public static func least(_ estimates: some Sequence<Estimate>) -> Estimate? {
    estimates.reduce(nil as Estimate?) { least, next in
      guard let least else { return next }
      return Estimate(
        min(least.value, next.value), low: min(least.low, next.low), high: min(least.high, next.high))
    }
  }

  /// The greatest of two, bound by bound.
  public static func greatest(_ left: Estimate, _ right: Estimate) -> Estimate {
    Estimate(max(left.value, right.value), low: max(left.low, right.low), high: max(left.high, right.high))
  }

  /// How often a cost fits into a capacity: `self / cost`, the low end from the low capacity and the high cost.
  /// A cost of nothing fits without end.
  public func divided(by cost: Estimate) -> Estimate {
    func quotient(_ capacity: Double, _ cost: Double) -> Double { cost > 0 ? capacity / cost : .infinity }
    return Estimate(
      quotient(value, cost.value), low: quotient(low, cost.high), high: quotient(high, cost.low))
  }
}
