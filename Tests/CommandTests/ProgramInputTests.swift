import Foundation
import Testing

/// Programs as they come: files that are wrong or missing, parameters, standard input.
struct ProgramInputTests {
  private let nat = CoraCommand.source("nat")

  @Test func aGoodProgramIsAcceptedInSilence() throws {
    let cora = try CoraCommand()
    for name in ["nat", "firewall", "lb", "policer", "flowmon"] {
      #expect(try cora.succeed(["check", CoraCommand.source(name)]) == "")
    }
  }

  @Test func mistakesAreToldWithTheirPlace() throws {
    let cora = try CoraCommand()
    try cora.write("nf Wrong {\n  port a, b\n  on packet(ip: ipv4) from c { forward b }\n}\n", to: "wrong.nf")
    for verb in [["check"], ["plan"], ["compile"], ["emit", "--stage", "ir"]] {
      try cora.fail([verb[0], "wrong.nf"] + verb.dropFirst(), status: 1, saying: ["wrong.nf:3:", "error:", "^"])
    }
    try cora.write("nf X {", to: "open.nf")
    try cora.fail(["emit", "open.nf", "--stage", "ast"], status: 1, saying: ["open.nf:1:"])
    try cora.write("\u{0}\u{1}nf", to: "noise.nf")
    try cora.fail(["check", "noise.nf"], status: 1, saying: ["noise.nf:1:1"])
    #expect(cora.files == ["noise.nf", "open.nf", "wrong.nf"])
  }

  @Test func missingFilesAndDirectoriesAreTold() throws {
    let cora = try CoraCommand()
    try cora.fail(["check", "nowhere.nf"], status: 1, saying: ["nowhere.nf", "No such file"])
    try cora.fail(["check", cora.directory], status: 1, saying: [cora.directory, "directory"])
  }

  @Test func parametersAreSetOrRefused() throws {
    let cora = try CoraCommand()
    let texts = try ["198.51.100.7", "198.51.100.8"].map {
      try cora.succeed(["emit", nat, "--stage", "ir", "--set", "public=\($0)"])
    }
    #expect(texts[0] != texts[1])
    try cora.fail(["check", nat, "--set", "publik=1.2.3.4"], status: 1, saying: ["publik"])
    try cora.fail(["check", nat, "--set", "public=1.2.3"], status: 1, saying: ["1.2.3", "IPv4"])
  }

  @Test func standardInputIsAFile() throws {
    let cora = try CoraCommand()
    #expect(try cora.succeed(["check", "-"], input: nat) == "")
    #expect(
      try cora.succeed(["emit", "-", "--stage", "states"], input: nat).replacing("<stdin>", with: nat)
        == cora.succeed(["emit", nat, "--stage", "states"]))
    try cora.succeed(["compile", "-", "-q"], input: nat)
    #expect(cora.files == ["stdin.cora"])
    let empty = try cora.run(["check", "-"])
    #expect(empty.status == 1 && empty.errors.contains("<stdin>:1:1"), "\(empty)")
  }
}
