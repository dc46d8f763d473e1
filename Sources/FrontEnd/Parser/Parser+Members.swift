import Diagnostics

extension Parser {
  mutating func parseFunction() -> NetworkFunctionSyntax? {
    let (start, first) = (current, index)
    advance()
    guard let name = expectName("the nf's name") else { return nil }
    let brace = current
    var members: [MemberSyntax] = []
    expect(.leftBrace)
    while !isAtEnd, !at(.rightBrace), !startsFileDeclaration { parseMember(into: &members) }
    expectClosingBrace(brace)
    return NetworkFunctionSyntax(name: name, members: members, span: span(from: start), tokens: first..<index)
  }

  /// Takes the brace that closes what `opening` opened, or says that it is missing. A text without its closing quote
  /// may have swallowed it, and was reported.
  mutating func expectClosingBrace(_ opening: Token) {
    if take(.rightBrace) { return }
    let end = previous.range.upperBound
    let inside = tokens.lazy.filter { $0.range.lowerBound > opening.range.lowerBound && $0.range.upperBound <= end }
    let swallowed = inside.contains { $0.kind == .malformed && source.bytes[$0.range.lowerBound] == UInt8(ascii: "\"") }
    if !swallowed { report(.unclosed("}", opened: span(of: opening), at: source.span(end..<end))) }
  }

  mutating func parseMember(into members: inout [MemberSyntax]) {
    if take(.semicolon) { return }
    let before = (index, diagnostics.count)
    guard case .word(let word) = current.kind, Self.memberWords.contains(word) else {
      reportUnknownMember()
      advance()
      return skipToMember()
    }
    if let member = parseMember(word) { members.append(member) }
    if diagnostics.count > before.1 { skipToMember() }
    if index == before.0 { advance() }
  }

  private mutating func reportUnknownMember() {
    if case .word(let word) = current.kind {
      report(.unknownMember(word, nearest: nearestName(to: word, among: Self.memberWords), at: span(of: current)))
    } else {
      reportExpected("a declaration")
    }
  }

  private mutating func parseMember(_ word: String) -> MemberSyntax? {
    switch word {
    case "param": parseParameter()
    case "port": parsePorts()
    case "struct": parseStruct()
    case "const": parseConstant()
    case "state": parseState().map(MemberSyntax.state)
    case "config": parseConfigTable().map(MemberSyntax.state)
    case "stream": parseStream()
    case "on": parseHandler().map(MemberSyntax.handler)
    case "machine": parseMachine().map(MemberSyntax.machine)
    case "shared": parseSharedState()
    case "header": parseHeaderDeclaration().map(MemberSyntax.header)
    case "fragments": parseFragments().map(MemberSyntax.fragments)
    case "enum": parseEnum().map(MemberSyntax.enumeration)
    case "fn": parseFunctionDeclaration().map(MemberSyntax.function)
    default: parseOtherwise()
    }
  }

  /// `param public: ipv4 = 203.0.113.1`.
  private mutating func parseParameter() -> MemberSyntax? {
    advance()
    guard let name = expectNewName("the parameter's name"), expect(.colon) else { return nil }
    let type = parseType()
    let value = take(.assign) ? parseExpression() : nil
    return .parameter(ParameterSyntax(name: name, type: type, value: value))
  }

  /// `port inside, outside`.
  private mutating func parsePorts() -> MemberSyntax? {
    var names: [Name] = []
    repeat {
      advance()
      guard let name = expectNewName("a port's name") else { return nil }
      names.append(name)
    } while at(.comma)
    return .ports(names)
  }

  /// `struct Endpoint { address: ipv4, port: u16 }`.
  private mutating func parseStruct() -> MemberSyntax? {
    advance()
    guard let name = expectNewName("the struct's name"), let fields = parseFields() else { return nil }
    return .structure(StructSyntax(name: name, fields: fields))
  }

  /// `{ address: ipv4, port: u16 }`.
  mutating func parseFields() -> [FieldSyntax]? {
    guard expect(.leftBrace) else { return nil }
    var fields: [FieldSyntax] = []
    while !isAtEnd, !at(.rightBrace) {
      guard let field = expectName("a field's name"), expect(.colon) else { return nil }
      fields.append(FieldSyntax(name: field, type: parseType()))
      if !take(.comma), !at(.rightBrace), !current.startsLine {
        reportExpected("',' or '}'")
        return nil
      }
    }
    expect(.rightBrace)
    return fields
  }

  /// `const idle = 120s`.
  private mutating func parseConstant() -> MemberSyntax? {
    advance()
    guard let name = expectNewName("the constant's name") else { return nil }
    let type = take(.colon) ? parseType() : nil
    guard expect(.assign) else { return nil }
    return .constant(ConstantSyntax(name: name, type: type, value: parseExpression()))
  }

  private mutating func parseOtherwise() -> MemberSyntax? {
    advance()
    return .otherwise(parseBlockOrStatement())
  }
}

// MARK: Types

extension Parser {
  /// `u16`, `bit<12>`, `Endpoint`, `(protocol: u8, port: u16)`.
  mutating func parseType() -> TypeSyntax {
    let start = current
    if at(.leftParen) { return parseTupleType() }
    guard let name = expectName("a type") else { return TypeSyntax(kind: .missing, span: span(of: start)) }
    guard name.text == "bit", take(.less) else { return TypeSyntax(kind: .named(name.text), span: name.span) }
    guard case .integer(let bits) = current.kind else {
      reportExpected("a number of bits")
      return TypeSyntax(kind: .missing, span: span(from: start))
    }
    advance()
    expect(.greater)
    return TypeSyntax(kind: .bits(bits), span: span(from: start))
  }

  private mutating func parseTupleType() -> TypeSyntax {
    let start = current
    advance()
    expressionDepth += 1
    defer { expressionDepth -= 1 }
    guard expressionDepth <= Self.deepest else {
      reportTooDeep(at: span(of: start))
      return TypeSyntax(kind: .missing, span: span(of: start))
    }
    var fields: [FieldSyntax] = []
    repeat {
      let isLabelled = current.word != nil && lookahead(1).kind == .symbol(.colon)
      let name = isLabelled ? expectName("a label") : nil
      if isLabelled { advance() }
      fields.append(FieldSyntax(name: name, type: parseType()))
    } while take(.comma)
    expect(.rightParen)
    return TypeSyntax(kind: .tuple(fields), span: span(from: start))
  }
}
