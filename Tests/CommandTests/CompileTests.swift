import Foundation
import Testing

/// `cora compile`: the whole bundle or nothing, and the same bytes each time.
struct CompileTests {
  private let nat = CoraCommand.source("nat")

  @Test(arguments: ["nat", "firewall", "lb", "policer", "flowmon"])
  func sameInputsGiveTheSameBytes(_ name: String) throws {
    let cora = try CoraCommand()
    let source = CoraCommand.source(name)
    try cora.succeed(["compile", source, "-q", "-o", "first.cora"])
    try FileManager.default.createDirectory(atPath: cora.path("deep/er"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: source, toPath: cora.path("\(name).nf"))
    try cora.succeed(["compile", "\(name).nf", "-q", "-o", "deep/er/second.cora"])
    let files = try FileManager.default.contentsOfDirectory(atPath: cora.path("first.cora")).sorted()
    let others = try FileManager.default.contentsOfDirectory(atPath: cora.path("deep/er/second.cora")).sorted()
    #expect(files == others)
    for file in ["manifest.json", "plan.json", "nic.bpf.o", "host.so", "report.txt"] { #expect(files.contains(file)) }
    for file in files {
      let same = FileManager.default.contentsEqual(
        atPath: cora.path("first.cora/" + file), andPath: cora.path("deep/er/second.cora/" + file))
      #expect(same, "\(file) differs")
    }
  }

  @Test func theBundleIsNamedAfterTheSource() throws {
    let cora = try CoraCommand()
    #expect(try cora.succeed(["compile", nat]).contains("wrote nat.cora"))
    #expect(cora.files == ["nat.cora"])
  }

  @Test func aBundleIsReplacedAndAnythingElseIsLeftAlone() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "-q", "-o", "x.cora"])
    try cora.succeed(["compile", CoraCommand.source("firewall"), "-q", "-o", "x.cora"])
    #expect(try cora.succeed(["explain", "x.cora"]).contains("Firewall"))

    try FileManager.default.createDirectory(atPath: cora.path("mine"), withIntermediateDirectories: true)
    try cora.write("keep", to: "mine/notes")
    try cora.write("keep", to: "file")
    try cora.fail(["compile", nat, "-q", "-o", "mine"], status: 1, saying: ["mine", "not a bundle"])
    try cora.fail(["compile", nat, "-q", "-o", "file"], status: 1, saying: ["file", "not a bundle"])
    #expect(cora.files == ["file", "mine", "x.cora"])
    for kept in ["mine/notes", "file"] {
      #expect(try String(contentsOfFile: cora.path(kept), encoding: .utf8) == "keep")
    }
  }

  @Test func aFailureLeavesNothing() throws {
    let cora = try CoraCommand()
    try cora.fail(["compile", nat, "--target", "nocard"], status: 1, saying: ["nocard", "agilio-cx-2x40"])
    try cora.fail(["compile", nat, "--target", "./no.yaml"], status: 1, saying: ["no.yaml"])
    try cora.fail(["compile", nat, "--strategy", "nic-only"], status: 1, saying: ["does not fit", "ports"])
    try cora.fail(["compile", nat, "--traffic", "no.pcap"], status: 1, saying: ["no.pcap"])
    try cora.fail(["compile", nat, "--traffic", "no.yaml"], status: 1, saying: ["no.yaml"])
    try cora.fail(["compile", nat], status: 1, saying: ["clang", "PATH"], environment: ["PATH="])
    try cora.fail(["compile", nat, "-o", "/proc/x.cora"], status: 1, saying: ["/proc/x.cora", "cannot be created: No such file"])
    #expect(cora.files == [])
  }

  @Test func aCompilerThatFailsLeavesNothing() throws {
    let cora = try CoraCommand()
    try FileManager.default.createDirectory(atPath: cora.path("bin"), withIntermediateDirectories: true)
    try cora.write("#!/bin/sh\necho 'out of luck' >&2\nexit 1\n", to: "bin/clang")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: cora.path("bin/clang"))
    try cora.fail(
      ["compile", nat, "-o", "x.cora"], status: 1, saying: ["clang", "out of luck"],
      environment: ["PATH=\(cora.path("bin"))"])
    #expect(cora.files == ["bin"])
  }

  @Test func aFullDiskUnderTheReportIsAnError() throws {
    let cora = try CoraCommand()
    let result = try cora.run(["targets"], output: "/dev/full")
    #expect(result.status == 1 && result.errors == "cora: error: standard output cannot be written\n", "\(result)")
  }
}
