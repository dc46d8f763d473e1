import Diagnostics
import FrontEnd
import IR
import Testing

/// Nesting without end: the front end answers with a program or with messages, and comes to an end. `cora-fuzz` draws
/// other inputs that nobody would write.
@Suite struct DeepInputTests {
  private func compile(_ bytes: [UInt8]) {
    var log = DiagnosticLog()
    let program = compileToIR(SourceFile(path: "fuzz.nf", bytes: bytes), reportingTo: &log)
    #expect((program == nil) == log.hasErrors)
    #expect(
      !log.diagnostics.contains { $0.identifier == "not-well-formed" },
      "\(log.rendered())\n\(String(decoding: bytes, as: UTF8.self))")
    _ = log.rendered(colour: true)
  }

  @Test(arguments: [
    "(", "[", "{", "not ", "a.", "1+", "u8(", "if a {", "let a = b else {", "(a:", "x[", "hash(hash(", "/*", "\"",
    "match a { 1 => ",
  ])
  func deepNesting(_ piece: String) {
    let deep = String(repeating: piece, count: 3_000)
    compile(Array(deep.utf8))
    compile(Array("nf T { port a\n const x = \(deep)\n on packet(ip: ipv4) { \(deep) } otherwise drop \"no\" }".utf8))
  }

  @Test func conversionsThatCopyTheirOperandStayBounded() {
    var index = "0"
    for _ in 0..<20 { index = "u32(hash(W(t[\(index)])))" }
    let text = """
      nf T {
        port a
        struct W { pair: (u16, u16, u16, u16) }
        config table t: array[(u8, u8, u8, u8)] { size 4 }
        on packet() { let x = \(index)
          reply }
        otherwise drop "no"
      }
      """
    compile(Array(text.utf8))
  }
}
