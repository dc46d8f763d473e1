extension Parser {
  static let memberWords: Set<String> = [
    "param", "port", "struct", "const", "state", "config", "stream", "on", "otherwise", "enum", "fn", "shared", "machine",
    "header", "fragments",
  ]
  static let statementWords: Set<String> = [
    "let", "if", "match", "insert", "remove", "forward", "drop", "reply", "use", "export", "to", "var", "for",
    "break", "continue", "return", "advance",
  ]

  /// True where a declaration begins for certain, so that a forgotten brace does not swallow the rest of the file.
  var startsMemberForCertain: Bool {
    guard current.startsLine, case .word(let word) = current.kind else { return false }
    switch word {
    case "on": return lookahead(1).kind == .word("packet")
    case "state", "param", "struct", "const", "config", "stream", "enum", "fn", "shared", "machine", "header":
      return lookahead(1).word != nil && !lookahead(1).startsLine
    case "fragments": return ["drop", "pass", "follow"].contains(lookahead(1).word)
    default: return false
    }
  }

  /// Skips to the next line that begins a statement, or to the end of the block.
  mutating func skipToStatement() {
    isLost = false
    var depth = 0
    while !isAtEnd {
      if depth == 0, at(.rightBrace) || startsMemberForCertain { return }
      if depth == 0, current.startsLine || at(.semicolon) { return }
      track(&depth)
      advance()
    }
  }

  /// Skips to the next declaration or to the brace that closes the nf.
  mutating func skipToMember() {
    isLost = false
    var depth = 0
    while !isAtEnd {
      if startsMemberForCertain { return }
      if depth == 0, at(.rightBrace) { return }
      if depth == 0, current.startsLine, case .word(let word) = current.kind, Self.memberWords.contains(word) { return }
      track(&depth)
      advance()
    }
  }

  /// Skips to the next attribute or to the end of the list.
  mutating func skipToAttribute() {
    isLost = false
    var depth = 0
    while !isAtEnd {
      if depth == 0, at(.rightBrace) || startsMemberForCertain { return }
      if depth == 0, case .word(let word) = current.kind, Self.attributeNames.contains(word) { return }
      track(&depth)
      advance()
    }
  }

  private func track(_ depth: inout Int) {
    if at(.leftBrace) || at(.leftParen) || at(.leftBracket) { depth += 1 }
    if at(.rightBrace) || at(.rightParen) || at(.rightBracket) { depth = max(depth - 1, 0) }
  }
}
