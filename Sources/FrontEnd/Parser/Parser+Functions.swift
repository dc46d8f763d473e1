import Diagnostics

/// Functions, enumerations, and the statements that came with them.
extension Parser {
  /// `enum Color: u8 { red, green = 3, blue }`.
  mutating func parseEnum() -> EnumSyntax? {
    advance()
    guard let name = expectNewName("the enum's name") else { return nil }
    let type = take(.colon) ? parseType() : nil
    let brace = current
    guard expect(.leftBrace) else { return nil }
    var cases: [EnumSyntax.Case] = []
    while !isAtEnd, !at(.rightBrace) {
      guard let one = expectName("a case's name") else { return nil }
      cases.append(EnumSyntax.Case(name: one, value: take(.assign) ? parseExpression() : nil))
      if !take(.comma), !at(.rightBrace), !current.startsLine {
        reportExpected("',' or '}'")
        return nil
      }
    }
    expectClosingBrace(brace)
    return EnumSyntax(name: name, type: type, cases: cases)
  }

  /// `fn lower(a: u32, b: u32) -> u32 { … }`.
  mutating func parseFunctionDeclaration() -> FunctionSyntax? {
    advance()
    guard let name = expectNewName("the function's name"), at(.leftParen) else {
      reportExpected("'('")
      return nil
    }
    guard let parameters = parseFunctionParameters() else { return nil }
    let result = take(.arrow) ? parseType() : nil
    guard at(.leftBrace) else {
      reportExpected("'{'")
      return nil
    }
    return FunctionSyntax(name: name, parameters: parameters, result: result, body: parseBlock())
  }

  /// `(a: u32, ip: ipv4 | ipv6)`.
  mutating func parseFunctionParameters() -> [FunctionParameterSyntax]? {
    advance()
    var parameters: [FunctionParameterSyntax] = []
    while !isAtEnd, !at(.rightParen) {
      guard let name = expectNewName("a parameter's name"), expect(.colon) else { return nil }
      parameters.append(FunctionParameterSyntax(name: name, kind: parseParameterKind()))
      if !take(.comma) { break }
    }
    return expect(.rightParen) ? parameters : nil
  }

  /// A type, or kinds of headers. `ipv4` alone is the address; which one is meant the checker decides by the call.
  private mutating func parseParameterKind() -> FunctionParameterSyntax.Kind {
    guard case .word(let word) = current.kind, word != "bit" else { return .value(parseType()) }
    let isList = lookahead(1).kind == .symbol(.pipe) || lookahead(2).kind == .symbol(.pipe)
    let isHeader = PatternKind.builtIn.contains { $0.text == word } && Type.builtIn[word] == nil
    guard isList || isHeader else { return .value(parseType()) }
    var kinds: [Name] = []
    repeat {
      guard let kind = parseHeaderKind() else { break }
      kinds.append(kind)
    } while take(.pipe)
    return .header(kinds)
  }
}

extension Parser {
  /// `var x: u32 = 0`.
  mutating func parseVariable() -> StatementSyntax.Kind? {
    advance()
    guard let name = expectNewName("a name") else { return nil }
    let type = take(.colon) ? parseType() : nil
    guard expect(.assign) else { return nil }
    return .variable(name, type, parseExpression())
  }

  /// `for i in 0 ..< 4 { … }`.
  mutating func parseLoop() -> StatementSyntax.Kind? {
    advance()
    guard let name = expectNewName("a name"), expect(word: "in") else { return nil }
    let first = parseExpression()
    let isClosed = take(.range)
    if !isClosed, !expect(.openRange) { return nil }
    let last = parseExpression()
    guard at(.leftBrace) else {
      reportExpected("'{'")
      return nil
    }
    return .loop(name, first: first, last: last, isClosed: isClosed, parseBlock())
  }

  /// `return`, with a value where one begins on the same line.
  mutating func parseReturn() -> StatementSyntax.Kind? {
    advance()
    if at(.rightBrace) || at(.semicolon) || current.startsLine || isAtEnd { return .giveBack(nil) }
    return .giveBack(parseExpression())
  }

  /// `if c { a } else { b }` or `match x { … }` where a value is wanted.
  mutating func parseChoice(_ word: String) -> ExpressionSyntax {
    let start = current
    guard enter(start) else { return missing(start) }
    defer { expressionDepth -= 1 }
    guard let kind = word == "if" ? parseIf() : parseMatch() else { return missing(start) }
    let span = span(from: start)
    return ExpressionSyntax(kind: .choice(StatementSyntax(kind: kind, span: span)), span: span, depth: 1)
  }
}
