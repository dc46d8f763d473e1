/// The blanks between two elements of one line.
extension Formatter {
  func blanks(before index: Int) -> String {
    let element = elements[index]
    if element.kind == .lineComment { return "  " }
    guard let previous = previousToken else { return " " }
    if element.kind == .blockComment { return previous.symbol?.hugsNext == true ? "" : " " }
    let follows = elements[index - 1].token == nil
    if follows { return element.symbol?.hugsPrevious == true ? "" : " " }
    return String(repeating: " ", count: blanks(previous, element))
  }

  private func blanks(_ previous: SourceElement, _ element: SourceElement) -> Int {
    if touch(previous, element) { return 0 }
    return separates(previous, element) ? 2 : 1
  }

  /// True for two tokens that belong together without a blank.
  private func touch(_ previous: SourceElement, _ element: SourceElement) -> Bool {
    if previous.symbol?.hugsNext == true || element.symbol?.hugsPrevious == true { return true }
    switch element.symbol {
    case .leftParen, .leftBracket: return takesBrackets(previous) || closesType(next - 1)
    case .rightBrace: return previous.symbol == .leftBrace
    case .less: return opensType(next)
    case .greater: return closesType(next)
    default: return previous.symbol == .less && opensType(next - 1)
    }
  }

  /// True for what is called or indexed by the bracket behind it.
  private func takesBrackets(_ previous: SourceElement) -> Bool {
    guard let word = previous.word else { return previous.symbol == .rightParen || previous.symbol == .rightBracket }
    let isMember = token(-2)?.symbol == .dot
    return isMember || !Self.beforeOperand.contains(word)
  }

  /// Words of the language with an operand behind them, which may begin with a bracket.
  private static let beforeOperand: Set<String> = [
    "if", "match", "and", "or", "not", "is", "in", "else", "let", "var", "return", "use", "where", "when", "to", "push",
    "insert", "export", "forward", "mirror", "drop", "full", "otherwise", "by", "before", "after", "idle", "fixed",
    "capacity", "rate", "burst", "rows", "columns", "size", "range", "length", "peak", "excess", "from",
  ]

  /// `bit<12>`: the token with this position among the tokens is its `<`.
  private func opensType(_ position: Int) -> Bool {
    position > 0 && elements[tokens[position - 1]].word == "bit" && isSymbol(.less, position)
      && isSymbol(.greater, position + 2)
  }

  /// `bit<12>`: the token with this position among the tokens is its `>`.
  func closesType(_ position: Int) -> Bool { position > 2 && isSymbol(.greater, position) && opensType(position - 2) }

  private func isSymbol(_ symbol: Symbol, _ position: Int) -> Bool {
    tokens.indices.contains(position) && elements[tokens[position]].symbol == symbol
  }

  /// True where the author set two statements or attributes of one line apart by more than one blank.
  private func separates(_ previous: SourceElement, _ element: SourceElement) -> Bool {
    guard element.blanks > 1, frame.opener == .leftBrace || frame.opener == nil, endsItem(previous) else {
      return false
    }
    switch element.token {
    case .word(let word)?: return !Self.withinItem.contains(word)
    case .symbol?, .endOfFile?, .malformed?, nil: return false
    case _?: return frame.holdsCases
    }
  }

  private func endsItem(_ previous: SourceElement) -> Bool {
    switch previous.token {
    case .word(let word)?: !Self.beforeOperand.contains(word) && !Self.headWords.contains(word)
    case .symbol(let symbol)?: symbol.isCloser || closesType(next - 1)
    default: true
    }
  }

  /// Words that stand within a declaration or statement, never at its start.
  private static let withinItem: Set<String> = ["and", "or", "is", "in", "else", "where"]
  /// Words that begin a declaration, statement or attribute that needs more.
  private static let headWords: Set<String> = [
    "nf", "param", "port", "struct", "enum", "const", "state", "config", "table", "header", "machine", "chain", "fn",
    "import", "shared", "stream", "on", "packet", "for", "remove", "expire", "evict", "released", "with", "over", "of",
    "control", "consistency", "fragments", "advance",
  ]
}

extension Symbol {
  /// True for what nothing separates from the token behind it.
  var hugsNext: Bool { self == .leftParen || self == .leftBracket || isInfix }
  /// True for what nothing separates from the token before it.
  var hugsPrevious: Bool {
    switch self {
    case .comma, .semicolon, .colon, .rightParen, .rightBracket: true
    default: isInfix
    }
  }
  /// `.` and the ranges.
  private var isInfix: Bool { rawValue.hasPrefix(".") }
}
