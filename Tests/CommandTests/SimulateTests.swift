import Foundation
import Testing

/// `cora simulate`: what scripts read, and what it refuses.
struct SimulateTests {
  private let nat = CoraCommand.source("nat")

  private var hostOnly: [String] { ["simulate", nat, "--strategy", "host-only", "--packets", "20000"] }

  @Test func theReportIsWhatScriptsRead() throws {
    let cora = try CoraCommand()
    let words = hostOnly + ["--rate", "500kpps", "--timeline", "t.csv", "--json"]
    let text = try cora.succeed(words)
    let report = try JSONValue(text)
    let packets = report["simulated"]?["packets"]
    #expect(report["program"]?.text == "SourceNAT" && report["target"]?.text == "xdp")
    #expect(
      packets?["offered"]?.number == packets?["forwarded"]?.number.map { $0 + (packets?["in_flight"]?.number ?? -1) })
    #expect(packets?["lost"]?.names == ["nic_queue", "punt_queue", "host_queue"])
    #expect(report["simulated"]?["latency_ns"]?.names == ["p50", "p90", "p99", "p999"])
    #expect(report["model"]?["ceiling_pps"]?.number ?? 0 > 500_000)
    let rows = try String(contentsOfFile: cora.path("t.csv"), encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 101 && rows[0].hasPrefix("time_s,offered,"))
    #expect(try cora.succeed(words) == text)
  }

  @Test func aBundleIsSimulatedAsItWasPlanned() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "--strategy", "host-only", "-q"])
    let bundle = try cora.succeed(["simulate", "nat.cora", "--packets", "20000", "--rate", "500kpps"])
    #expect(bundle == (try cora.succeed(hostOnly + ["--rate", "500kpps"])))
    #expect(bundle.contains("SourceNAT on xdp, host-only") && bundle.contains("lost: 0"))
    try cora.fail(["simulate", "nat.cora", "--strategy", "best"], status: 2, saying: ["--strategy", "bundle"])
  }

  @Test func aCaptureIsPlayedAtItsRateOrAnother() throws {
    let cora = try CoraCommand()
    try cora.succeed(["synth", "--flows", "50", "--packets", "2000", "--rate", "100kpps", "-o", "in.pcap"])
    let simulate = ["simulate", nat, "--strategy", "host-only", "--traffic", "in.pcap", "--json"]
    let own = try JSONValue(cora.succeed(simulate))
    #expect(abs((own["rate_pps"]?.number ?? 0) - 100_000) < 200)
    let fast = try JSONValue(cora.succeed(simulate + ["--rate", "1Mpps", "--packets", "5000"]))
    #expect(abs((fast["simulated"]?["packets"]?["offered"]?.number ?? 0) - 5000) < 3)
    try cora.fail(simulate + ["--turnover", "1s"], status: 2, saying: ["--turnover", "capture"])
  }

  @Test func whatMeansNothingIsRefused() throws {
    let cora = try CoraCommand()
    try cora.fail(["simulate", "none.cora"], status: 1, saying: ["none.cora"])
    for rate in ["0", "-1", "fast"] {
      try cora.fail(["simulate", nat, "--rate=\(rate)"], status: 2, saying: ["--rate", rate])
    }
    try cora.fail(["simulate", nat, "--seconds", "0"], status: 2, saying: ["--seconds"])
    try cora.fail(["simulate", nat, "--packets", "0"], status: 2, saying: ["--packets"])
    try cora.fail(
      ["simulate", nat, "--seconds", "1", "--packets", "9"], status: 2, saying: ["--seconds", "--packets"])
    try cora.fail(["simulate", nat, "--seconds", "1e12"], status: 2, saying: ["10^11"])
    try cora.fail(["simulate", nat, "--cores", "0"], status: 2, saying: ["--cores"])
    try cora.fail(["simulate", nat, "--turnover", "often"], status: 2, saying: ["--turnover", "often"])
    try cora.fail(["simulate", nat, "--turnover-share", "0.5"], status: 2, saying: ["--turnover"])
    try cora.fail(hostOnly + ["--timeline", "no/t.csv"], status: 1, saying: ["no/t.csv"])
  }

  @Test func aProfileOfAnotherProgramIsRefused() throws {
    let cora = try CoraCommand()
    try cora.succeed(["synth", "--flows", "50", "--packets", "400", "-o", "in.pcap"])
    try cora.succeed(["profile", "--program", nat, "in.pcap", "-o", "nat.profile.yaml"])
    try cora.fail(
      ["simulate", CoraCommand.source("firewall"), "--traffic", "nat.profile.yaml"], status: 1,
      saying: ["nat.profile.yaml", "SourceNAT"])
  }
}
