import Diagnostics

extension Parser {
  /// `on packet(ip: ipv4, l4: tcp | udp) from inside where … { … }`.
  mutating func parseHandler() -> HandlerSyntax? {
    let start = current
    advance()
    guard expect(word: "packet"), expect(.leftParen) else { return nil }
    var patterns: [PatternSyntax] = []
    while !isAtEnd, !at(.rightParen) {
      guard let pattern = parsePattern() else { return nil }
      patterns.append(pattern)
      if !take(.comma) { break }
    }
    guard expect(.rightParen) else { return nil }
    let port = take(word: "from") || take(misspelt: "from") ? expectName("a port") : nil
    let condition = take(word: "where") || take(misspelt: "where") ? parseExpression() : nil
    let head = span(from: start)
    if !at(.leftBrace) {
      reportExpected("'{'")
      guard skipToBlock() else { return nil }
    }
    return HandlerSyntax(patterns: patterns, port: port, condition: condition, body: parseBlock(), span: head)
  }

  private mutating func parsePattern() -> PatternSyntax? {
    let start = index
    guard let name = expectNewName("a header") else { return nil }
    guard take(.colon) else { return parseBarePattern(name, from: start) }
    var kinds: [Name] = []
    repeat {
      guard let kind = parseHeaderKind() else { return nil }
      kinds.append(kind)
    } while take(.pipe)
    return PatternSyntax(name: name, kinds: kinds)
  }

  /// A kind that is its own name: `arp`; of two words, the first: `icmp error` is called `icmp`.
  private mutating func parseBarePattern(_ name: Name, from start: Int) -> PatternSyntax? {
    index = start
    return parseHeaderKind().map { PatternSyntax(name: name, kinds: [$0]) }
  }

  /// One word, or two: `echo request`, `icmp error`.
  mutating func parseHeaderKind() -> Name? {
    guard let word = expectName("a kind of header") else { return nil }
    guard let seconds = Self.secondWords[word.text], let second = current.word, seconds.contains(second) else {
      return word
    }
    let span = SourceSpan(file: source.path, start: word.span.start, end: self.span(of: current).end)
    advance()
    return Name(text: word.text + " " + second, span: span)
  }

  private static let secondWords = ["echo": ["request", "reply"], "icmp": ["error"], "icmpv6": ["error"]]

  /// `{ … }`.
  mutating func parseBlock() -> BlockSyntax {
    let start = current
    advance()
    return block(from: start) { parser, statements in
      while !parser.isAtEnd, !parser.at(.rightBrace), !parser.startsMemberForCertain {
        parser.parseStatement(into: &statements)
      }
      parser.expectClosingBrace(start)
    }
  }

  /// A block, or one statement that stands for it.
  mutating func parseBlockOrStatement() -> BlockSyntax {
    if at(.leftBrace) { return parseBlock() }
    return block(from: current) { parser, statements in
      if let statement = parser.parseStatement() { statements.append(statement) }
    }
  }

  /// A block of the statements that `parse` finds; an error and none where too many blocks lie around it.
  private mutating func block(
    from start: Token, _ parse: (inout Parser, inout [StatementSyntax]) -> Void
  ) -> BlockSyntax {
    blockDepth += 1
    defer { blockDepth -= 1 }
    guard blockDepth <= Self.deepest else {
      reportTooDeep(at: span(of: start))
      skipToMember()
      return BlockSyntax(statements: [], span: span(of: start))
    }
    var statements: [StatementSyntax] = []
    parse(&self, &statements)
    return BlockSyntax(statements: statements, span: span(from: start))
  }

  private mutating func parseStatement(into statements: inout [StatementSyntax]) {
    if take(.semicolon) { return }
    let before = (index, diagnostics.count)
    if let statement = parseStatement() { statements.append(statement) }
    if index == before.0 {
      if diagnostics.count == before.1, current.kind != .malformed { reportExpected("a statement") }
      advance()
      skipToStatement()
    } else if diagnostics.count > before.1 || previous.kind == .malformed {
      skipToStatement()
    }
  }

  private mutating func parseStatement() -> StatementSyntax? {
    let start = current
    let word = misspeltKeyword() ?? start.word ?? ""
    guard let kind = Self.statementWords.contains(word) ? parseKeyword(word) : parseSimpleStatement() else {
      return nil
    }
    return StatementSyntax(kind: kind, span: span(from: start))
  }

  private mutating func parseKeyword(_ word: String) -> StatementSyntax.Kind? {
    switch word {
    case "let": return parseLet()
    case "if": return parseIf()
    case "match": return parseMatch()
    case "insert": return parseInsert()
    case "var": return parseVariable()
    case "for": return parseLoop()
    case "return": return parseReturn()
    default: break
    }
    advance()
    switch word {
    case "remove": return .remove(parseExpression())
    case "use": return .use(parseExpression())
    case "export": return parseExport()
    case "forward": return parseForward()
    case "drop": return parseDrop()
    case "reply": return parseReply()
    case "advance": return .advance(parseExpression())
    case "break": return .leaveLoop
    case "continue": return .nextTurn
    default: return expect(word: "control") && expect(word: "plane") ? .toControlPlane : nil
    }
  }

  /// `drop "not translated"`. Without a reason it is told apart by nothing, which the author is warned of.
  mutating func parseDrop() -> StatementSyntax.Kind? {
    guard case .string(let reason) = current.kind else {
      if current.kind != .malformed { return .drop(TypedVerdict.withoutReason) }
      return nil
    }
    advance()
    return .drop(reason)
  }

  private mutating func parseLet() -> StatementSyntax.Kind? {
    advance()
    guard let name = expectNewName("a name"), expect(.assign) else { return nil }
    let value = parseExpression()
    return .bind(name, value, otherwise: parseElse())
  }

  private mutating func parseElse() -> BlockSyntax? { take(word: "else") ? parseBlockOrStatement() : nil }

  mutating func parseIf() -> StatementSyntax.Kind? {
    advance()
    let condition = parseExpression()
    skipAssignmentInCondition()
    guard at(.leftBrace) else {
      reportExpected("'{'")
      return nil
    }
    let then = parseBlock()
    return .conditional(condition, then: then, otherwise: parseElse())
  }

  /// `match x { 1, 2 => … otherwise => … }`.
  mutating func parseMatch() -> StatementSyntax.Kind? {
    advance()
    let subject = parseExpression()
    guard expect(.leftBrace) else { return nil }
    var cases: [MatchCaseSyntax] = []
    var otherwise: BlockSyntax?
    while !isAtEnd, !at(.rightBrace), !startsMemberForCertain {
      let isDefault = take(word: "otherwise")
      var values: [ExpressionSyntax] = []
      if !isDefault { repeat { values.append(parseExpression()) } while take(.comma) }
      guard expect(.fatArrow) else { return nil }
      let body = parseBlockOrStatement()
      if isDefault { otherwise = body } else { cases.append(MatchCaseSyntax(values: values, body: body)) }
      _ = take(.comma)
    }
    expect(.rightBrace)
    return .match(subject, cases: cases, otherwise: otherwise)
  }

  /// `insert bindings[flow] = fresh with owners[…] = … else …`.
  private mutating func parseInsert() -> StatementSyntax.Kind? {
    advance()
    var insertions: [InsertionSyntax] = []
    repeat {
      guard let insertion = parseInsertion() else { return nil }
      insertions.append(insertion)
    } while take(word: "with") || take(.comma)
    return .insert(insertions, otherwise: parseElse())
  }

  private mutating func parseInsertion() -> InsertionSyntax? {
    let start = current
    guard let map = expectName("a map"), at(.leftBracket) else {
      reportExpected("'['")
      return nil
    }
    let key = parseKey()
    let value = take(.assign) ? parseExpression() : nil
    return InsertionSyntax(map: map, key: key, value: value, span: span(from: start))
  }

  /// An assignment, or an expression for its effect.
  private mutating func parseSimpleStatement() -> StatementSyntax.Kind? {
    if let kind = parsePacketStatement() { return kind }
    let start = index
    let target = parseExpression()
    if index == start { return nil }
    if take(.assign) { return .assign(target, adds: false, parseExpression()) }
    if take(.addAssign) { return .assign(target, adds: true, parseExpression()) }
    return .evaluate(target, otherwise: parseElse())
  }
}
