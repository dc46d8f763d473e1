import Foundation
import Testing

/// `cora check --fix` and `--explain`.
struct CheckCommandTests {
  private let misspelt =
    "nf T {\n  port inside, outside\n  on packet(ip: ipv5) { forward outsied }\n  otherwise drop \"no\"\n}\n"
  private let mended =
    "nf T {\n  port inside, outside\n  on packet(ip: ipv4) { forward outside }\n  otherwise drop \"no\"\n}\n"

  @Test func whatHasOneRemedyIsMended() throws {
    let cora = try CoraCommand()
    try cora.write(misspelt, to: "t.nf")
    let result = try cora.run(["check", "--fix", "t.nf"])
    #expect(result.status == 0 && result.output == "", "\(result)")
    #expect(result.errors.contains("t.nf:3:17: fixed: 'ipv5' is 'ipv4' now [unknown-header]"), "\(result)")
    #expect(result.errors.contains("'outsied' is 'outside' now [unknown-port]"), "\(result)")
    #expect(try String(contentsOfFile: cora.path("t.nf"), encoding: .utf8) == mended)
    #expect(try cora.succeed(["check", "--fix", "t.nf"]) == "")
    #expect(cora.files == ["t.nf"])
  }

  @Test func whatIsLeftIsTold() throws {
    let cora = try CoraCommand()
    try cora.write(misspelt.replacing("drop \"no\"", with: "forward nowhere"), to: "t.nf")
    try cora.fail(["check", "--fix", "t.nf"], status: 1, saying: ["fixed: 'ipv5'", "t.nf:4:21: error: ", "nowhere"])
    let text = try String(contentsOfFile: cora.path("t.nf"), encoding: .utf8)
    #expect(text == mended.replacing("drop \"no\"", with: "forward nowhere"))
    try cora.fail(["check", "--fix", "-"], status: 2, saying: ["standard input"])
    try cora.fail(["check", "--fix", "missing.nf"], status: 1, saying: ["missing.nf"])
  }

  @Test func identifiersAreExplained() throws {
    let cora = try CoraCommand()
    let text = try cora.succeed(["check", "--explain", "missing-full"])
    #expect(text.hasPrefix("missing-full (error)\n") && text.contains("\n    insert "))
    try cora.fail(["check", "--explain", "mising-full"], status: 2, saying: ["mising-full", "'missing-full'"])
    try cora.fail(["check", "t.nf", "--explain", "missing-full"], status: 2, saying: ["--explain"])
  }
}
