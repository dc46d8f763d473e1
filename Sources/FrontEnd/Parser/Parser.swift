import Diagnostics

/// Builds a syntax tree from tokens by recursive descent. After a mistake it goes on at the next statement or
/// declaration; one mistake gives one message.
public struct Parser {
  let source: SourceFile
  let tokens: [Token]
  var index = 0
  var file = FileSyntax()
  var diagnostics: [Diagnostic] = []
  /// Levels of blocks around the current token.
  var blockDepth = 0
  /// Levels of parentheses and operands around the current token.
  var expressionDepth = 0
  static let deepest = 48
  /// True after nesting too deep to follow, until the next statement: what is expected then would say nothing new.
  var isLost = false
  /// True within attributes where `expire 30s` needs no `fixed`.
  var takesBareExpiry = false

  private init(source: SourceFile, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  /// Parses the whole source; always gives a tree.
  public static func parse(_ source: SourceFile, reportingTo log: inout DiagnosticLog) -> SyntaxTree {
    log.register(source)
    var lexing = DiagnosticLog()
    let tokens = Lexer.tokens(of: source, reportingTo: &lexing)
    var parser = Parser(source: source, tokens: tokens)
    parser.parseFile()
    for diagnostic in lexing.diagnostics + parser.diagnostics { log.report(diagnostic) }
    let clean = lexing.isEmpty && parser.diagnostics.isEmpty
    return SyntaxTree(source: source, tokens: tokens, file: parser.file, hasErrors: !clean)
  }

  /// Parses one expression that is the whole source: the value of a parameter.
  static func parseExpression(_ source: SourceFile, reportingTo log: inout DiagnosticLog) -> ExpressionSyntax? {
    log.register(source)
    var lexing = DiagnosticLog()
    let tokens = Lexer.tokens(of: source, reportingTo: &lexing)
    var parser = Parser(source: source, tokens: tokens)
    let expression = parser.parseExpression()
    if parser.current.kind != .endOfFile, parser.diagnostics.isEmpty { parser.reportExpected("the end of the value") }
    for diagnostic in lexing.diagnostics + parser.diagnostics { log.report(diagnostic) }
    return lexing.isEmpty && parser.diagnostics.isEmpty ? expression : nil
  }
}

// MARK: Tokens

extension Parser {
  /// The last token is `endOfFile`, and `advance` stays there.
  var current: Token { tokens[min(index, tokens.count - 1)] }
  var previous: Token { tokens[max(index - 1, 0)] }
  func lookahead(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }
  var isAtEnd: Bool { current.kind == .endOfFile }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }
  func at(word: String) -> Bool { current.kind == .word(word) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(word: String) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  /// Takes the symbol or reports that it is missing.
  @discardableResult
  mutating func expect(_ symbol: Symbol) -> Bool {
    if take(symbol) { return true }
    reportExpected("'\(symbol.rawValue)'")
    return false
  }

  @discardableResult
  mutating func expect(word: String) -> Bool {
    if take(word: word) || take(misspelt: word) { return true }
    reportExpected("'\(word)'")
    return false
  }

  /// Any word: a name of a declaration, a member, a port.
  mutating func expectName(_ what: String) -> Name? {
    guard case .word(let text) = current.kind else {
      reportExpected(what)
      return nil
    }
    let name = Name(text: text, span: span(of: current))
    advance()
    return name
  }

  /// A word that becomes a name in expressions, hence none that begins a statement.
  mutating func expectNewName(_ what: String) -> Name? {
    guard let name = expectName(what) else { return nil }
    if Self.reservedWords.contains(name.text) { report(.reservedWord(name.text, at: name.span)) }
    return name
  }

  static let reservedWords: Set<String> = [
    "let", "else", "if", "match", "insert", "remove", "forward", "drop", "use", "on", "otherwise", "and", "or",
    "not", "true", "false", "is", "nf", "packet", "now", "export", "var", "for", "break", "continue", "return", "advance",
  ]
}

// MARK: Places and messages

extension Parser {
  func span(of token: Token) -> SourceSpan { source.span(token.range) }

  /// From a token's start to the end of the last token taken.
  func span(from start: Token) -> SourceSpan {
    source.span(start.range.lowerBound..<max(previous.range.upperBound, start.range.lowerBound))
  }

  mutating func reportTooDeep(at span: SourceSpan) {
    if !isLost { report(.tooDeep(at: span)) }
    isLost = true
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Says what was expected, but for a literal that the lexer has complained about already.
  mutating func reportExpected(_ what: String) {
    if current.kind == .malformed || isLost { return }
    report(.expected(what, found: describe(current), at: placeOfCurrent))
  }

  /// The current token's place; for one on a later line, the place after the previous token.
  private var placeOfCurrent: SourceSpan {
    guard index > 0, current.startsLine || isAtEnd else { return span(of: current) }
    let end = previous.range.upperBound
    return source.span(end..<end)
  }

  func describe(_ token: Token) -> String {
    if token.kind == .endOfFile { return "the end of the file" }
    let shown = String(decoding: source.bytes[token.range].prefix(40), as: UTF8.self)
    return token.startsLine && index > 0 ? "'\(shown)' on the next line" : "'\(shown)'"
  }
}
