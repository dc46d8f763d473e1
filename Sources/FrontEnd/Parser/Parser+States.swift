import Diagnostics

extension Parser {
  static let stateKinds = [
    "map", "set", "pool", "meter", "sketch", "bloom", "maglev", "array", "counter", "queue", "tally",
  ]
  static let tableKinds = ["array", "map", "set", "lpm", "acl"]
  static let numberAttributes: Set<String> = ["capacity", "rows", "columns", "size", "rate", "burst", "after"]
  static let attributeNames = numberAttributes.union([
    "expire", "range", "full", "with", "released", "consistency", "excess", "peak",
  ])

  /// `state bindings: map[FiveTuple -> u16] { capacity 65_536 … }`.
  mutating func parseState() -> StateSyntax? {
    let start = current
    advance()
    guard let name = expectNewName("the state's name"), expect(.colon), let kind = parseStateKind() else { return nil }
    let head = span(from: start)
    return StateSyntax(name: name, kind: kind, isConfig: false, attributes: parseAttributes(), span: head)
  }

  /// `shared state sessions: …`: one state of all members of a chain that declare it.
  mutating func parseSharedState() -> MemberSyntax? {
    advance()
    guard at(word: "state") else {
      reportExpected("'state'")
      return nil
    }
    guard var state = parseState() else { return nil }
    state.isShared = true
    return .state(state)
  }

  /// `config table backends: array[Backend] { size 64 }`.
  mutating func parseConfigTable() -> StateSyntax? {
    let start = current
    advance()
    guard expect(word: "table"), let name = expectNewName("the table's name"), expect(.colon),
      let kind = parseTableKind()
    else { return nil }
    let head = span(from: start)
    return StateSyntax(name: name, kind: kind, isConfig: true, attributes: parseAttributes(), span: head)
  }

  private mutating func parseStateKind() -> StateSyntax.Kind? {
    guard let word = expectName("a kind of state") else { return nil }
    switch word.text {
    case "map": return parseMapKind()
    case "set": return parseBracketedType().map(StateSyntax.Kind.set)
    case "array": return parseBracketedType().map(StateSyntax.Kind.array)
    case "counter": return parseCounterKind()
    case "pool": return parseBracketedType().map(StateSyntax.Kind.pool)
    case "meter": return parseBracketedType().map(StateSyntax.Kind.meter)
    case "sketch": return parseBracketedType().map(StateSyntax.Kind.sketch)
    case "bloom": return parseBracketedType().map(StateSyntax.Kind.bloom)
    case "queue": return parseBracketedType().map(StateSyntax.Kind.queue)
    case "tally": return parseTallyKind()
    case "maglev": return parseMaglevKind()
    default:
      report(.unknownStateKind(word.text, nearest: nearestName(to: word.text, among: Self.stateKinds), at: word.span))
      return nil
    }
  }

  private mutating func parseMapKind() -> StateSyntax.Kind? {
    guard expect(.leftBracket) else { return nil }
    let key = parseType()
    guard expect(.arrow) else { return nil }
    let value = parseType()
    return expect(.rightBracket) ? .map(key: key, value: value) : nil
  }

  mutating func parseBracketedType() -> TypeSyntax? {
    guard expect(.leftBracket) else { return nil }
    let type = parseType()
    return expect(.rightBracket) ? type : nil
  }

  /// `counter` or `counter[16]`.
  private mutating func parseCounterKind() -> StateSyntax.Kind? {
    guard take(.leftBracket) else { return .counter(size: nil) }
    let size = parseExpression()
    return expect(.rightBracket) ? .counter(size: size) : nil
  }

  /// `maglev over backends by weight`.
  private mutating func parseMaglevKind() -> StateSyntax.Kind? {
    guard expect(word: "over"), let backends = expectName("a config table"), expect(word: "by"),
      let weight = expectName("the field that holds the weight")
    else { return nil }
    return .maglev(backends: backends, weight: weight)
  }

  /// - Parameter bareExpiry: `expire 30s` stands for `expire fixed 30s`.
  mutating func parseAttributes(bareExpiry: Bool = false) -> [AttributeSyntax] {
    guard at(.leftBrace) else { return [] }
    takesBareExpiry = bareExpiry
    defer { takesBareExpiry = false }
    let brace = current
    advance()
    var attributes: [AttributeSyntax] = []
    while !isAtEnd, !at(.rightBrace), !startsMemberForCertain {
      if take(.comma) || take(.semicolon) { continue }
      let count = diagnostics.count
      if let attribute = parseAttribute() { attributes.append(attribute) }
      if diagnostics.count > count { skipToAttribute() }
    }
    expectClosingBrace(brace)
    return attributes
  }

  private mutating func parseAttribute() -> AttributeSyntax? {
    let start = index
    guard let name = expectName("an attribute") else {
      advance()
      return nil
    }
    guard let kind = parseAttributeValue(name) else {
      if index == start { advance() }
      return nil
    }
    return AttributeSyntax(name: name, kind: kind)
  }

  private mutating func parseAttributeValue(_ name: Name) -> AttributeSyntax.Kind? {
    switch name.text {
    case "expire": return parseExpire()
    case "range": return parseRange()
    case "full": return parseFull()
    case "with": return expectName("a map").map(AttributeSyntax.Kind.with)
    case "released": return parseReleased()
    case "consistency": return parseConsistency()
    case "excess": return expect(word: "burst") ? .number(parseExpression()) : nil
    case "peak": return parsePeak()
    case let word where Self.numberAttributes.contains(word): return .number(parseExpression())
    default:
      report(
        .unknownAttribute(name.text, nearest: nearestName(to: name.text, among: Self.attributeNames), at: name.span))
      return nil
    }
  }

  private mutating func parseRange() -> AttributeSyntax.Kind? {
    let first = parseExpression()
    guard expect(.range) else { return nil }
    return .range(first, parseExpression())
  }

  /// `released with bindings` or `released with bindings.port`.
  private mutating func parseReleased() -> AttributeSyntax.Kind? {
    guard expect(word: "with"), let map = expectName("a map") else { return nil }
    let field = take(.dot) ? expectName("a field of the map's value") : nil
    return .released(with: map, field: field)
  }
}
