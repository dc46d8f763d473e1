import Foundation
import Testing

/// `cora fmt`: in place, as a check, as a filter.
struct FormatCommandTests {
  private let ragged = "nf Wire {\n\tport a,b\n   on packet(eth){forward other}\n\n\n  otherwise drop \"no\" // why\n}"
  private let tidy =
    "nf Wire {\n  port a, b\n  on packet(eth) { forward other }\n\n  otherwise drop \"no\"  // why\n}\n"

  @Test func filesAreRewrittenInPlace() throws {
    let cora = try CoraCommand()
    try cora.write(ragged, to: "ragged.nf")
    try cora.write(tidy, to: "tidy.nf")
    #expect(try cora.succeed(["fmt", "ragged.nf", "tidy.nf"]) == "")
    #expect(try String(contentsOfFile: cora.path("ragged.nf"), encoding: .utf8) == tidy)
    #expect(try String(contentsOfFile: cora.path("tidy.nf"), encoding: .utf8) == tidy)
    #expect(cora.files == ["ragged.nf", "tidy.nf"])
  }

  @Test func permissionsAndLinksStay() throws {
    let cora = try CoraCommand()
    try cora.write(ragged, to: "real.nf")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: cora.path("real.nf"))
    try FileManager.default.createSymbolicLink(atPath: cora.path("link.nf"), withDestinationPath: "real.nf")
    try cora.succeed(["fmt", "link.nf"])
    #expect(try String(contentsOfFile: cora.path("real.nf"), encoding: .utf8) == tidy)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: cora.path("link.nf")) == "real.nf")
    let mode = try FileManager.default.attributesOfItem(atPath: cora.path("real.nf"))[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func aCheckListsWhatWouldChange() throws {
    let cora = try CoraCommand()
    try cora.write(ragged, to: "ragged.nf")
    try cora.write(tidy, to: "tidy.nf")
    let result = try cora.run(["fmt", "--check", "tidy.nf", "ragged.nf"])
    #expect(result.status == 1 && result.output == "ragged.nf\n" && result.errors == "", "\(result)")
    #expect(try String(contentsOfFile: cora.path("ragged.nf"), encoding: .utf8) == ragged)
    #expect(try cora.succeed(["fmt", "--check", "tidy.nf"]) == "")
  }

  @Test func standardInputIsPrinted() throws {
    let cora = try CoraCommand()
    try cora.write(ragged, to: "ragged.nf")
    #expect(try cora.succeed(["fmt", "-"], input: cora.path("ragged.nf")) == tidy)
    let check = try cora.run(["fmt", "--check", "-"], input: cora.path("ragged.nf"))
    #expect(check.status == 1 && check.output == "<stdin>\n", "\(check)")
  }

  @Test func whatDoesNotParseIsLeftAlone() throws {
    let cora = try CoraCommand()
    try cora.write("nf Wire {\n\tport a,b", to: "broken.nf")
    try cora.write(ragged, to: "ragged.nf")
    try cora.fail(["fmt", "broken.nf", "missing.nf", "ragged.nf"], status: 1, saying: ["broken.nf:2:", "missing.nf"])
    #expect(try String(contentsOfFile: cora.path("broken.nf"), encoding: .utf8) == "nf Wire {\n\tport a,b")
    #expect(try String(contentsOfFile: cora.path("ragged.nf"), encoding: .utf8) == tidy)
    try cora.fail(["fmt"], status: 2, saying: ["FILE.nf"])
  }
}
