/// How far a line is indented: as its bracket says, and one level more where it goes on with the line before.
extension Formatter {
  /// Decides the indentation of the line that begins with the next token, or with a comment before it.
  mutating func setIndent(forComment: Bool) {
    let token = token(0)
    lineContinuesExpression = false
    if let token, token.symbol?.isCloser == true {
      lineIndent = forComment ? frame.indent : frame.closeIndent
    } else if frame.opener == .leftParen || frame.opener == .leftBracket {
      lineIndent = frame.indent
    } else if let token, let previous = previousToken, previous.symbol != .leftBrace, continues(previous, token) {
      lineIndent = continuationIndent(previous, token)
    } else {
      lineIndent = frame.indent
    }
  }

  private mutating func continuationIndent(_ previous: SourceElement, _ token: SourceElement) -> Int {
    if token.word == "else", previous.symbol == .rightBrace { return lastCloseIndent }
    lineContinuesExpression =
      joinsOperands(previous) || joinsOperands(token) || token.word.map(Self.clauses.contains) ?? false
    return frame.itemIndent + Self.indentWidth
  }

  /// Words that begin a clause of a handler.
  private static let clauses: Set<String> = ["where", "from"]
  /// Declarations and statements that are lists.
  private static let lists: Set<String> = ["port", "import", "insert"]
  /// Words that need an operand behind them.
  private static let prefixes: Set<String> = ["and", "or", "not", "is", "in", "else"]

  private func joinsOperands(_ element: SourceElement) -> Bool {
    if let word = element.word { return word == "and" || word == "or" }
    switch element.symbol {
    case nil, .assign, .addAssign, .fatArrow, .arrow, .comma, .colon, .semicolon: return false
    case let symbol?: return !symbol.isOpener && !symbol.isCloser
    }
  }

  /// True when a token that begins a line belongs to the declaration or statement of the line before.
  private func continues(_ previous: SourceElement, _ token: SourceElement) -> Bool {
    isOpen(previous) || goesOn(token, after: previous)
  }

  /// True when something must follow the token before the line's end.
  private func isOpen(_ previous: SourceElement) -> Bool {
    if let word = previous.word { return Self.prefixes.contains(word) }
    switch previous.symbol {
    case nil, .semicolon: return false
    case .comma: return frame.itemInserts || Self.lists.contains(frame.itemHead ?? "")
    case .greater: return !closesType(next - 1)
    case let symbol?: return !symbol.isCloser
    }
  }

  /// True when no declaration or statement begins with the token.
  private func goesOn(_ token: SourceElement, after previous: SourceElement) -> Bool {
    if let symbol = token.symbol { return !symbol.isOpener && symbol != .semicolon }
    switch token.word {
    case "and", "or", "is", "else": return true
    case "where", "from": return frame.itemHead == "on"
    case "with": return frame.itemInserts
    case "after", "length": return frame.itemHead == "header"
    default: return false
    }
  }
}

/// What a token changes for those that follow.
extension Formatter {
  /// Takes note of a token that is about to be printed.
  mutating func follow(_ element: SourceElement) {
    if let symbol = element.symbol, symbol.isCloser { return close(symbol) }
    followItem(element)
    if let symbol = element.symbol, symbol.isOpener { open(symbol) }
  }

  private mutating func followItem(_ element: SourceElement) {
    let opens = previousToken.map { $0.symbol == .leftBrace || $0.symbol == .semicolon } ?? true
    let begins = element.startsLine && !(previousToken.map { continues($0, element) } ?? false)
    if opens || begins {
      frame.itemIndent = lineIndent
      frame.itemHead = element.word
      frame.itemInserts = false
      frame.itemMatches = false
    }
    if element.word == "insert" { frame.itemInserts = true }
    if element.word == "match" { frame.itemMatches = true }
  }

  private mutating func open(_ symbol: Symbol) {
    let base = symbol == .leftBrace && lineContinuesExpression ? frame.itemIndent : lineIndent
    let holdsCases = symbol == .leftBrace && frame.itemMatches
    frames.append(Frame(opener: symbol, indent: base + Self.indentWidth, closeIndent: base, holdsCases: holdsCases))
  }

  private mutating func close(_ symbol: Symbol) {
    guard frames.count > 1 else { return }
    let closed = frames.removeLast()
    if symbol == .rightBrace { lastCloseIndent = closed.closeIndent }
  }
}
