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

  /// By their paths from the source's directory: the same bundle wherever that is.
  @Test func whatTheSourceImportsIsInTheBundle() throws {
    let cora = try CoraCommand()
    for directory in ["here", "far/away"] {
      try FileManager.default.createDirectory(
        atPath: cora.path(directory + "/nf/parts"), withIntermediateDirectories: true)
      try cora.write("import \"parts/names.nf\"\nimport std.net\n" + Self.importer, to: directory + "/nf/main.nf")
      try cora.write("import \"../../shared.nf\"\nconst most = limit\n", to: directory + "/nf/parts/names.nf")
      try cora.write("const limit: u16 = 7\n", to: directory + "/shared.nf")
    }
    try cora.succeed(["compile", "here/nf/main.nf", "-q", "-o", "a.cora"])
    try cora.succeed(["compile", "far/../far/away/nf/main.nf", "-q", "-o", "b.cora"])
    let manifest = try Self.manifest(cora.path("a.cora"))
    #expect(manifest.imports == ["../shared.nf": "import-1.nf", "parts/names.nf": "import-2.nf"])
    #expect(try String(contentsOfFile: cora.path("a.cora/import-1.nf"), encoding: .utf8) == "const limit: u16 = 7\n")
    for (path, file) in manifest.imports { #expect(manifest.inputs["import " + path] == manifest.files[file]) }
    #expect(try manifest == Self.manifest(cora.path("b.cora")))

    try cora.write("const limit: u16 = 8\n", to: "here/shared.nf")
    try cora.succeed(["compile", "here/nf/main.nf", "-q", "-o", "a.cora"])
    #expect(try manifest.inputs["import ../shared.nf"] != Self.manifest(cora.path("a.cora")).inputs["import ../shared.nf"])
  }

  private static let importer = """
    nf Importer {
      port a, b
      on packet(ip: ipv4) from a where ip.totalLength == most { drop "not this one" }
      otherwise forward other
    }
    """

  private struct Manifest: Decodable, Equatable {
    var inputs: [String: String]
    var imports: [String: String]
    var files: [String: String]
  }

  private static func manifest(_ bundle: String) throws -> Manifest {
    try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: bundle + "/manifest.json")))
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
