extension TrafficProfile {
  /// What is assumed when nothing is known: 64,000 flows with Zipf popularity of exponent 1.1 (the skew of the
  /// project's examples), the Internet mix of sizes, a million packets and a thousand new flows per second. A report says so.
  public static let assumed = TrafficProfile.zipf(flows: 64_000, exponent: 1.1)

  /// Zipf traffic by formula, without a program: no paths and no states, so `use(ofState:)` takes the flow as the key.
  public static func zipf(
    flows: Int, exponent: Double, packetsPerSecond: Double = 1_000_000, newFlowsPerSecond: Double = 1_000,
    sizes: PacketSizes = .imix
  ) -> TrafficProfile {
    let zipf = Zipf(count: max(1, flows), exponent: exponent)
    return TrafficProfile(
      packetsPerSecond: packetsPerSecond, sizes: sizes,
      flows: FlowPopularity(
        count: zipf.count, newPerSecond: newFlowsPerSecond, exponent: exponent, curve: zipf.curve))
  }

  /// True when this is the stand-in for unknown traffic.
  public var isAssumed: Bool { self == .assumed }
}
