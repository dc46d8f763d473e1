/// Which end of the intervals a calculation takes.
///
/// The costs of a plan are worked out three times: with all numbers as expected, with all of them favourable (low
/// prices, high hit shares) and with all of them adverse. The three give a prediction's interval.
public enum Bound: CaseIterable, Sendable {
  case expected, favourable, adverse

  /// Of a price: low is favourable.
  func price(_ estimate: Estimate) -> Double {
    switch self {
    case .expected: estimate.value
    case .favourable: estimate.low
    case .adverse: estimate.high
    }
  }

  /// Of a capacity: high is favourable.
  func capacity(_ estimate: Estimate) -> Double {
    switch self {
    case .expected: estimate.value
    case .favourable: estimate.high
    case .adverse: estimate.low
    }
  }
}
