import CodeGenHostC
import Foundation
import IR
import Testing

/// The generated text of one program, beside its source in `Cases/host`.
@Suite struct HostGoldenTests {
  @Test func sourceNATIsAsExpected() throws {
    let text = try String(contentsOf: HostToolchain.cases.appending(path: "nat.cir"), encoding: .utf8)
    let program = try Program(parsing: text)
    let source = try hostSource(program, .hostOnly(program))
    // The embedded headers have tests of their own; the golden file holds what is generated.
    let generated = source.components(separatedBy: "/* ---- States ---- */").last ?? ""
    let golden = HostToolchain.cases.appending(path: "nat.host.c.expected")
    let expected = try? String(contentsOf: golden, encoding: .utf8)
    if expected == generated { return }
    if expected == nil { try generated.write(to: golden, atomically: true, encoding: .utf8) }
    let observed = HostToolchain.cases.appending(path: "nat.host.c.observed")
    try generated.write(to: observed, atomically: true, encoding: .utf8)
    Issue.record("differs from \(golden.path); accept with: mv \(observed.path) \(golden.path)")
  }

  @Test func isTheSameTwice() throws {
    let program = try Program(
      parsing: String(contentsOf: HostToolchain.cases.appending(path: "nat.cir"), encoding: .utf8))
    #expect(try hostSource(program, .hostOnly(program)) == hostSource(program, .hostOnly(program)))
  }
}
