import Testbed
import Testing

/// What the command line refuses: exit status 2, and a word about what it wanted.
struct MisuseTests {
  private let nat = CoraCommand.source("nat")

  @Test func wordsThatTheCommandLineDoesNotKnow() throws {
    let cora = try CoraCommand()
    try cora.fail(["explode"], status: 2, saying: ["explode"])
    try cora.fail(["check"], status: 2, saying: ["FILE.nf"])
    try cora.fail(["check", nat, "--fast"], status: 2, saying: ["--fast"])
    try cora.fail(["plan", nat, "--strategy", "worst"], status: 2, saying: ["worst", "host-only"])
    try cora.fail(["emit", nat, "--stage", "tokens"], status: 2, saying: ["tokens", "nic.bpf.c"])
    try cora.fail(["replay", nat], status: 2, saying: ["--in"])
    try cora.fail(["synth", "--flows", "many", "-o", "x.pcap"], status: 2, saying: ["many"])
  }

  @Test func valuesThatMeanNothing() throws {
    let cora = try CoraCommand()
    try cora.fail(["plan", nat, "--rate", "fast"], status: 2, saying: ["fast", "20Mpps"])
    try cora.fail(["plan", nat, "--rate", "-1"], status: 2, saying: ["--rate"])
    try cora.fail(["plan", nat, "--cores", "0"], status: 2, saying: ["--cores"])
    try cora.fail(["plan", nat, "--rate", "1Mpps", "--cores", "2"], status: 2, saying: ["--rate", "--cores"])
    try cora.fail(["plan", nat, "--set", "public"], status: 2, saying: ["public", "NAME=VALUE"])
    try cora.fail(["synth", "--size", "large", "-o", "x.pcap"], status: 2, saying: ["large", "imix"])
    #expect(cora.files == [])
  }

  @Test func helpAndVersionAreData() throws {
    let cora = try CoraCommand()
    #expect(try cora.succeed(["--version"]).split(separator: ".").count == 3)
    for words in [["--help"], ["help", "compile"], ["compile", "--help"]] {
      #expect(try cora.succeed(words).contains("USAGE"))
    }
  }
}
