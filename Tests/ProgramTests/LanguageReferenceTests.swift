import Diagnostics
import IR
import Testing

@testable import FrontEnd

/// The examples of the language's reference compile, are in canonical form, and do what the page says.
@Suite struct LanguageReferenceTests {
  typealias Example = LanguageReference.Example

  static func reference() throws -> LanguageReference { try LanguageReference(page: "language.md") }
  /// Of the reference, and of the page that leads to it.
  static func examples() throws -> [Example] {
    try reference().examples + LanguageReference(page: "adding-an-nf.md").examples
  }

  private func compile(_ example: Example, _ log: inout DiagnosticLog) -> Program? {
    compileToIR(
      SourceFile(path: "\(example.page):\(example.line)", text: example.text),
      imports: { path in example.files[path].map { SourceFile(path: path, text: $0) } }, reportingTo: &log)
  }

  @Test(arguments: try examples()) func `An example is as the page says`(_ example: Example) throws {
    var log = DiagnosticLog()
    let program = compile(example, &log)
    let identifiers = log.diagnostics.map(\.identifier)
    switch example.claim {
    case .runs:
      #expect(identifiers == [], "\(log.rendered())")
      #expect(try #require(program).verify().isEmpty)
    case .imported: #expect(identifiers == ["missing-nf"], "\(log.rendered())")
    case .rejected(let identifier): #expect(identifiers == [identifier] && program == nil, "\(log.rendered())")
    case .warned(let identifier): #expect(identifiers == [identifier] && program != nil, "\(log.rendered())")
    }
  }

  @Test(arguments: try examples()) func `An example is in canonical form`(_ example: Example) throws {
    var log = DiagnosticLog()
    let formatted = SourceFile(path: "example.nf", text: example.text).formatted(reportingTo: &log)
    if case .rejected = example.claim, formatted == nil { return }
    #expect(formatted == example.text)
  }

  @Test(arguments: try examples().filter { $0.claim == .runs })
  func `An example does what its trace says`(_ example: Example) throws {
    let trace = try #require(example.trace, "\(example.page):\(example.line): this example has no trace")
    let script = try TraceScript(trace.text, program: example.section, offset: trace.line)
    #expect(script.runs.contains { !$0.steps.isEmpty })
    for run in script.runs {
      try Rig(source: example.text, settings: run.settings, imports: example.files).follow(run, file: example.page)
    }
  }

  // MARK: Nothing is missing

  /// Words of the examples that compile, without those of comments.
  private func words() throws -> Set<String> {
    let texts = try Self.reference().examples.filter { if case .rejected = $0.claim { false } else { true } }.map(\.text)
    var log = DiagnosticLog()
    return Set(texts.flatMap { Lexer.tokens(of: SourceFile(path: "example.nf", text: $0), reportingTo: &log).compactMap(\.word) })
  }

  @Test func `Every word of the language stands in an example`() throws {
    let kinds = PatternKind.builtIn.map(\.text).filter { $0 != "ethernet" }.flatMap { $0.split(separator: " ").map(String.init) }
    let wanted =
      Parser.memberWords.union(Parser.fileWords).union(Parser.statementWords).union(Parser.stateKinds)
      .union(Parser.tableKinds).union(Parser.attributeNames).union(kinds).union(Type.builtIn.keys)
    let words = try words()
    #expect(wanted.filter { !words.contains($0) }.sorted() == [])
  }

  @Test func `Every word of the language stands in the grammar`() throws {
    let grammar = try Self.reference().grammar
    let wanted =
      Parser.memberWords.union(Parser.fileWords).union(Parser.statementWords).union(Parser.stateKinds)
      .union(Parser.tableKinds).union(Parser.attributeNames)
    #expect(wanted.filter { !grammar.contains("\"\($0)\"") }.sorted() == [])
  }

  @Test func `Every field of every header is named`() throws {
    let page = try Self.reference().text
    let missing = HeaderKind.builtIn.flatMap { kind in
      kind.fields.filter { !page.contains("`\($0.name)`") }.map { "\($0.name) of \(kind.name)" }
    }
    #expect(missing == [])
  }
}
