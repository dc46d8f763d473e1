import Diagnostics
import FrontEnd
import Wire

/// The front end: sources of any bytes.
struct SourceTarget: FuzzTarget {
  enum Part { case parser, checker, formatter }

  let part: Part
  private let corpus: Corpus
  let regressions: [[UInt8]]
  private let grammar: Grammar
  private let texts: TextMutator
  private let sources: [[UInt8]]

  init(_ corpus: Corpus, _ part: Part) throws {
    self.part = part
    self.corpus = corpus
    regressions =
      try corpus.regressions(.parser) + corpus.regressions(.checker) + corpus.regressions(.formatter)
    grammar = try corpus.grammar()
    let programs = try corpus.programs()
    texts = TextMutator(programs)
    sources = programs.map { Array($0.utf8) }
  }

  func input(_ random: inout SplitMix64) -> [UInt8] {
    switch random.below(10) {
    case 0, 1: Array(grammar.text(of: "file", &random).utf8)
    case 2:
      Array(TextMutator([grammar.text(of: "file", &random), grammar.text(of: "file", &random)]).text(&random).utf8)
    case 3: part == .formatter ? Array(texts.text(&random).utf8) : Array(texts.soup(&random).utf8)
    case 4: bytes(&random)
    case 5, 6: Array(texts.gentleText(&random).utf8)
    default: Array(texts.text(&random).utf8)
    }
  }

  private func bytes(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = random.pick(sources) ?? []
    ByteMutator().mutate(&bytes, others: sources, &random)
    return bytes
  }

  func run(_ input: [UInt8]) throws -> Bool {
    let source = SourceFile(path: "fuzz.nf", bytes: input)
    switch part {
    case .parser: return try parse(source)
    case .checker: return try check(source)
    case .formatter: return try format(source)
    }
  }

  private func parse(_ source: SourceFile) throws -> Bool {
    var log = DiagnosticLog()
    let tree = Parser.parse(source, reportingTo: &log)
    _ = tree.dump
    try hold(log, source)
    return !log.hasErrors
  }

  private func check(_ source: SourceFile) throws -> Bool {
    var log = DiagnosticLog()
    let program = compileToIR(source, imports: corpus.imported, reportingTo: &log)
    try require((program == nil) == log.hasErrors, "a program and errors, or neither:\n\(log.rendered())")
    try require(
      !log.diagnostics.contains { $0.identifier == "not-well-formed" }, "the IR is ill-formed:\n\(log.rendered())")
    try hold(log, source)
    return program != nil
  }

  private func format(_ source: SourceFile) throws -> Bool {
    var log = DiagnosticLog()
    let tree = Parser.parse(source, reportingTo: &log)
    guard let once = tree.formatted() else { return false }
    let again = Parser.parse(SourceFile(path: source.path, text: once), reportingTo: &log)
    try require(again.words == tree.words, "the formatter changes words or comments:\n\(once)")
    try require(again.formatted() == once, "the formatter changes what it has formatted:\n\(once)")
    return true
  }

  /// Every message has its places within the file, and can be shown; what it offers can be applied.
  private func hold(_ log: DiagnosticLog, _ source: SourceFile) throws {
    for diagnostic in log.diagnostics {
      let places = [diagnostic.span] + diagnostic.notes.map(\.span) + diagnostic.fixIts.flatMap { $0.edits.map(\.span) }
      for place in places where place.file == source.path {
        try require(
          place.start <= place.end && isWithin(place.start, source) && isWithin(place.end, source),
          "\(place) to \(place.end) is no place of the file: \(diagnostic.message)")
      }
    }
    _ = log.rendered(colour: true)
    _ = source.fixed(log.diagnostics)
  }

  private func isWithin(_ position: SourcePosition, _ source: SourceFile) -> Bool {
    position.line >= 1 && position.column >= 1 && source.position(at: source.offset(of: position)) == position
  }
}
