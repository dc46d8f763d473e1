import Planner

extension Planned {
  /// Milliseconds that the planner took.
  public var milliseconds: Double { result.search.milliseconds }

  /// What is expected of the plan, TSC cycles of host cores per offered packet, those of the NIC half not counted.
  public var hostCyclesPerPacket: Double { PlanReport(result).hostCyclesPerPacket }

  /// Share of the packets that the NIC half is expected to finish.
  public var nicShare: Double { PlanReport(result).nicShare }

  /// The report for people.
  public func reportText(trafficName: String) -> String {
    result.text(traffic: traffic.profile, trafficName: trafficName, milliseconds: milliseconds)
  }

  /// The report for programs.
  public var reportJSON: String {
    get throws(DriverError) { try JSONText.text(PlanReport(result, milliseconds: milliseconds)) }
  }

  /// The figures alone.
  public var predictionText: String {
    let report = PlanReport(result)
    let rate = "\(Self.mega(report.ratePps.low)) … \(Self.mega(report.ratePps.high)), guaranteed \(Self.mega(report.ratePps.guaranteed))"
    return """
      \(report.program) on \(report.target), \(report.strategy)
        rate        \(Self.mega(report.ratePps.expected))  (\(rate))
        bottleneck  \(report.bottleneck)
        host        \(Int(report.hostCyclesPerPacket.rounded())) cycles per packet, \
      \((report.hostCores * 100).rounded() / 100) cores
        latency     p50 \(Int(report.latencyNs.p50)) ns, p99 \(Int(report.latencyNs.p99)) ns\(Self.writes(report))
      """
  }

  private static func writes(_ report: PlanReport) -> String {
    guard let writes = report.tableWrites else { return "" }
    let doubt = writes.reliable ? "" : ", not measured reliably for tables this small"
    return "\n  writes      \(Int(writes.expected)) table entries per second under load\(doubt)"
  }

  private static func mega(_ rate: Double) -> String { "\((rate / 1e4).rounded() / 100) Mpps" }
}
