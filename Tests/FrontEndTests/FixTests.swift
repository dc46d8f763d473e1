import Diagnostics
import Foundation
import FrontEnd
import Testing

/// Fix-its as data: applied, they mend what they were offered for.
@Suite struct FixTests {
  static func sources(_ kind: String) -> [URL] { TestFiles.sources(in: TestFiles.cases.appending(path: kind)) }

  private func diagnostics(_ source: SourceFile) -> [Diagnostic] {
    var log = DiagnosticLog()
    _ = compileToIR(source, reportingTo: &log)
    return log.diagnostics
  }

  private func source(_ file: URL) throws -> SourceFile {
    SourceFile(path: file.lastPathComponent, bytes: try Data(contentsOf: file))
  }

  /// What is done in each round, the text in the end, and what is left to the author.
  @Test(arguments: sources("fix"))
  func mendedSource(_ file: URL) throws {
    let original = try source(file)
    let mended = original.mended { diagnostics($0) }
    var log = DiagnosticLog()
    _ = compileToIR(mended.source, reportingTo: &log)
    let lines = mended.fixes.map { "\($0.fixIt.span): '\($0.before)' -> '\($0.after)' [\($0.diagnostic.identifier)]\n" }
    try GoldenFile.expect(
      lines.joined() + "\n" + mended.source.text + "\n" + log.rendered(),
      equals: file.deletingPathExtension().appendingPathExtension("expected"))
  }

  @Test(arguments: sources("reject") + sources("warn"))
  func whatIsMendedIsNotReportedAgain(_ file: URL) throws {
    let original = try source(file)
    let fixed = original.fixed(diagnostics(original))
    let left = diagnostics(SourceFile(path: original.path, text: fixed.text))
    for fix in fixed.fixes {
      let again = left.contains {
        $0.identifier == fix.diagnostic.identifier && $0.message == fix.diagnostic.message
          && $0.span.start.line == fix.diagnostic.span.start.line
      }
      #expect(!again, "\(fix.diagnostic.message): \(fix.before) -> \(fix.after)")
    }
  }

  @Test func tenDifferentMistakesAreReportedInOneRun() throws {
    let errors = diagnostics(try source(TestFiles.cases.appending(path: "fix/ten-different.nf")))
    #expect(Set(errors.map(\.identifier)).count == 10)
    #expect(errors.count == 10)
    #expect(Set(errors.map(\.span.start.line)).count == 10)
  }

  // MARK: Application

  private let text = SourceFile(path: "t.nf", text: "one two three\nfour")

  private func place(_ line: Int, _ columns: Range<Int>, _ file: String = "t.nf") -> SourceSpan {
    SourceSpan(
      file: file, start: SourcePosition(line: line, column: columns.lowerBound),
      end: SourcePosition(line: line, column: columns.upperBound))
  }

  private func mistake(_ fixIts: FixIt..., at span: SourceSpan) -> Diagnostic {
    .error("unknown-name", "wrong", at: span, fixIts: fixIts)
  }

  @Test func fixesOfOneRoundDoNotTouch() {
    let fixed = text.fixed([
      mistake(FixIt("1", replacing: place(1, 1..<4), with: "1"), at: place(1, 1..<4)),
      mistake(FixIt("over it", replacing: place(1, 3..<8), with: "x"), at: place(1, 3..<8)),
      mistake(FixIt("3", around: place(1, 9..<14), before: "u8(", behind: ")"), at: place(1, 9..<14)),
      mistake(FixIt("4", replacing: place(2, 1..<5), with: ""), at: place(2, 1..<5)),
    ])
    #expect(fixed.text == "1 two u8(three)\n")
    #expect(fixed.fixes.map(\.after) == ["1", "u8(three)", ""])
    #expect(fixed.fixes.map(\.before) == ["one", "three", "four"])
  }

  @Test func choicesAndOtherFilesAreLeftAlone() {
    let first = FixIt("a", replacing: place(1, 1..<4), with: "a")
    let second = FixIt("b", replacing: place(1, 1..<4), with: "b")
    let elsewhere = FixIt("c", replacing: place(1, 1..<4, "other.nf"), with: "c")
    let fixed = text.fixed([
      mistake(first, second, at: place(1, 1..<4)), mistake(elsewhere, at: place(1, 1..<4)),
      mistake(at: place(1, 1..<4)),
    ])
    #expect(fixed.text == text.text)
    #expect(fixed.fixes.isEmpty)
  }

  @Test func mendingComesToAnEnd() {
    var count = 0
    let mended = text.mended { source in
      count += 1
      return [mistake(FixIt("on", replacing: place(1, 1..<2), with: "o\(count)"), at: place(1, 1..<2))]
    }
    #expect(mended.fixes.count == 8)
    #expect(mended.fixes.count == count)
  }
}
