import Traffic

/// One kind of traffic that programs are planned for.
public struct EvaluationTraffic: Hashable, Sendable {
  /// As in the document's tables.
  public var name: String
  public var profile: TrafficProfile

  /// Distinct flows of each kind.
  public static let flows = 64_000
  /// New flows among a million packets, but in `churn`: flows of a thousand packets.
  public static let newFlows = 1_000.0
  /// The same in `churn`: flows of fifty packets.
  public static let churningFlows = 20_000.0

  /// Frames of 64 bytes on the wire, the check sequence included; `newFlows` come with each million packets, whatever
  /// the rate.
  init(_ name: String, exponent: Double, newFlows: Double = Self.newFlows) {
    self.name = name
    profile = .zipf(
      flows: Self.flows, exponent: exponent, packetsPerSecond: 1_000_000, newFlowsPerSecond: newFlows,
      sizes: .fixed(60))
  }

  public static let all = [
    EvaluationTraffic("uniform", exponent: 0),
    EvaluationTraffic("Zipf 0.9", exponent: 0.9),
    EvaluationTraffic("Zipf 1.2", exponent: 1.2),
    EvaluationTraffic("churn", exponent: 0.9, newFlows: churningFlows),
  ]
}
