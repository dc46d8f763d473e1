import Bundle
import Plan

extension DaemonStatus.Predicted {
  /// What the bundle's report promises; nil without a report. Fields that the report does not have stay nil.
  init?(from bundle: Bundle) {
    guard bundle.contains(.reportJSON), let report = try? bundle.decode(Report.self, from: .reportJSON) else {
      return nil
    }
    self.init(
      ratePps: report.rate_pps?.expected, hostCyclesPerPacket: report.host_cycles_per_packet,
      hostCores: report.host_cores, bottleneck: report.bottleneck)
  }

  /// The report's keys, as `cora predict --json` writes them.
  private struct Report: Decodable {
    struct Rate: Decodable { var expected: Double? }
    var rate_pps: Rate?
    var host_cycles_per_packet: Double?
    var host_cores: Double?
    var bottleneck: String?
  }
}
