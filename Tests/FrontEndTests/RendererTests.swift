import Diagnostics
import Testing

@Suite struct RendererTests {
  private func render(_ text: String, _ range: Range<Int>, colour: Bool = false) -> String {
    let source = SourceFile(path: "a.nf", text: text)
    var log = DiagnosticLog()
    log.register(source)
    log.report(.error("odd", "this is odd", at: source.span(range)))
    return log.rendered(colour: colour)
  }

  @Test func caretsStandUnderTheRange() {
    #expect(render("let x = 5\n", 4..<5) == "a.nf:1:5: error: this is odd [odd]\nlet x = 5\n    ^\n")
    #expect(render("\tabc def", 5..<8) == "a.nf:1:6: error: this is odd [odd]\n\tabc def\n\t    ^~~\n")
  }

  @Test func columnsCountBytesAndCaretsCountCharacters() {
    #expect(render("é x", 3..<4) == "a.nf:1:4: error: this is odd [odd]\né x\n  ^\n")
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    #expect(!render("a\u{1b}[2Jb", 0..<1).contains("\u{1b}"))
    #expect(render("ab", 0..<1, colour: true).contains("\u{1b}[1;31merror:\u{1b}[0m"))
  }

  @Test func longLinesAreCutAroundThePlace() {
    let line = String(repeating: "é", count: 5_000) + "X" + String(repeating: "y", count: 5_000)
    let text = render(line, 10_000..<10_001)
    #expect(text.utf8.count < 600)
    #expect(text.contains("X"))
  }

  @Test func diagnosticsAreSortedAndReportedOnce() {
    let source = SourceFile(path: "a.nf", text: "a\nb\n")
    var log = DiagnosticLog()
    for range in [2..<3, 0..<1, 2..<3] { log.report(.error("odd", "odd", at: source.span(range))) }
    #expect(log.diagnostics.map(\.span.start.line) == [1, 2])
  }

  @Test(arguments: [("sesions", "sessions"), ("flwo", "flow"), ("x", nil), ("totally", nil)] as [(String, String?)])
  func nearestNames(_ name: String, _ nearest: String?) {
    #expect(nearestName(to: name, among: ["sessions", "flow", "ports"]) == nearest)
  }

  @Test func invalidBytesAreFound() {
    #expect(SourceFile(path: "a", bytes: [97, 0xff, 98]).firstInvalidByte == 1)
    #expect(SourceFile(path: "a", bytes: Array("é\u{fffd}".utf8)).firstInvalidByte == nil)
    #expect(SourceFile(path: "a", bytes: [97, 0xc3]).firstInvalidByte == 1)
  }
}
