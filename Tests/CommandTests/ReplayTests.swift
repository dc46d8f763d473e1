import Foundation
import Testing
import Traffic

/// `cora replay` and the other verbs that read and write captures.
struct ReplayTests {
  private let nat = CoraCommand.source("nat")

  private func synth(_ cora: CoraCommand) throws {
    try cora.succeed(["synth", "--flows", "50", "--packets", "400", "--size", "64", "-o", "in.pcap"])
  }

  @Test func theSummaryAndTheStateAreWhatScriptsRead() throws {
    let cora = try CoraCommand()
    try synth(cora)
    let words = ["replay", nat, "--in", "in.pcap", "--out", "out.pcap", "--state", "state.json"]
    let summary = try JSONValue(cora.succeed(words))
    #expect(summary["packets_in"]?.number == 400)
    #expect(summary["packets_out"]?.number == 400)
    #expect(summary["dropped"]?.names == [])
    #expect(summary["state_digest"]?.text?.count == 64)
    let state = try JSONValue(String(contentsOfFile: cora.path("state.json"), encoding: .utf8))
    #expect(state["maps"]?["bindings"]?.list.count ?? 0 > 20)
    #expect(try packets(cora.path("out.pcap")) == 400)
  }

  @Test func dropsAreCountedByReason() throws {
    let cora = try CoraCommand()
    try synth(cora)
    let summary = try JSONValue(cora.succeed(["replay", nat, "--in", "outside=in.pcap"]))
    #expect(summary["packets_in"]?.number == 400 && summary["packets_out"]?.number == 0)
    #expect(summary["dropped"]?["not translated"]?.number == 400)
  }

  @Test func theHostHalfSaysWhatTheInterpreterSays() throws {
    let cora = try CoraCommand()
    try synth(cora)
    try cora.succeed(["compile", nat, "-q"])
    let oracle = try cora.succeed(["replay", nat, "--in", "in.pcap", "--out", "a.pcap"])
    let half = try cora.succeed(["replay", "nat.cora", "--site", "host", "--in", "in.pcap", "--out", "b.pcap"])
    let kept = try cora.succeed(["replay", "nat.cora", "--in", "in.pcap"])
    #expect(oracle == half && oracle == kept)
    #expect(FileManager.default.contentsEqual(atPath: cora.path("a.pcap"), andPath: cora.path("b.pcap")))
  }

  @Test func aCaptureThatIsCutIsTold() throws {
    let cora = try CoraCommand()
    try synth(cora)
    let whole = try Data(contentsOf: URL(fileURLWithPath: cora.path("in.pcap")))
    try whole.prefix(whole.count / 2 + 7).write(to: URL(fileURLWithPath: cora.path("cut.pcap")))
    try cora.fail(["replay", nat, "--in", "cut.pcap", "--out", "out.pcap"], status: 1, saying: ["cut.pcap", "cut"])
    try cora.fail(["profile", "cut.pcap", "-o", "p.yaml"], status: 1, saying: ["cut.pcap", "cut"])
    try cora.fail(["plan", nat, "--traffic", "cut.pcap"], status: 1, saying: ["cut.pcap", "cut"])
    try cora.write("not a capture at all", to: "text.pcap")
    try cora.fail(["replay", nat, "--in", "text.pcap", "--out", "out.pcap"], status: 1, saying: ["text.pcap"])
    try Data().write(to: URL(fileURLWithPath: cora.path("empty.pcap")))
    try cora.fail(["profile", "empty.pcap"], status: 1, saying: ["empty.pcap"])
    #expect(cora.files == ["cut.pcap", "empty.pcap", "in.pcap", "text.pcap"])
  }

  @Test func outputsThatCannotBeWrittenAreTold() throws {
    let cora = try CoraCommand()
    try synth(cora)
    let replay = ["replay", nat, "--in", "in.pcap"]
    try cora.fail(replay + ["--out", "no/out.pcap"], status: 1, saying: ["no/out.pcap"])
    try cora.fail(replay + ["--state", "no/state.json"], status: 1, saying: ["no/state.json"])
    try cora.fail(["profile", "in.pcap", "-o", "no/p.yaml"], status: 1, saying: ["no/p.yaml"])
    try cora.fail(["synth", "--packets", "10", "-o", "no/x.pcap"], status: 1, saying: ["no/x.pcap"])
    #expect(cora.files == ["in.pcap"])
  }

  @Test func inputsThatDoNotFitAreTold() throws {
    let cora = try CoraCommand()
    try synth(cora)
    try cora.fail(["replay", nat, "--in", "none.pcap"], status: 1, saying: ["none.pcap", "No such file"])
    try cora.fail(["replay", nat, "--in", "in.pcap", "--site", "host"], status: 2, saying: ["--site host", "bundle"])
    try cora.fail(["replay", nat, "--in", "in.pcap", "--inside", "10"], status: 2, saying: ["--inside 10", "prefix"])
    try cora.fail(["explain", "none.cora"], status: 1, saying: ["none.cora"])
    try cora.succeed(["compile", nat, "-q"])
    try cora.fail(
      ["replay", "nat.cora", "--in", "in.pcap", "--set", "public=1.2.3.4"], status: 2, saying: ["--set", "bundle"])
    try cora.fail(["explain", "nat.cora", "nothing"], status: 1, saying: ["nothing", "bindings"])
    try FileManager.default.removeItem(atPath: cora.path("nat.cora/plan.json"))
    try cora.fail(["explain", "nat.cora"], status: 1, saying: ["plan.json"])
    try cora.fail(["status", "--socket", "no.sock"], status: 1, saying: ["no.sock", "no corad"])
  }

  @Test func capturesComeFromStandardInputToo() throws {
    let cora = try CoraCommand()
    try synth(cora)
    let profile = try cora.succeed(["profile", "in.pcap"])
    #expect(try cora.succeed(["profile", "-"], input: "in.pcap") == profile)
    try cora.write(profile, to: "p.yaml")
    #expect(try cora.succeed(["plan", nat, "--traffic", "p.yaml"]).contains("SourceNAT"))
    let summary = try cora.succeed(["replay", nat, "--in", "-"], input: "in.pcap")
    #expect(try JSONValue(summary)["packets_in"]?.number == 400)
  }

  private func packets(_ path: String) throws -> Int {
    let reader = try CaptureReader(path: path)
    var count = 0
    while try reader.next() != nil { count += 1 }
    return count
  }
}
