import Diagnostics

/// Kinds of config tables, tallies and streams.
extension Parser {
  /// `lpm[ipv4 -> Route]` and its relatives.
  mutating func parseTableKind() -> StateSyntax.Kind? {
    guard let word = expectName("a kind of table") else { return nil }
    switch word.text {
    case "array": return parseBracketedType().map(StateSyntax.Kind.array)
    case "map": return parseTable(.map)
    case "lpm": return parseTable(.longestPrefix)
    case "acl": return parseTable(.rules(ranges: []))
    case "set": return parseBracketedType().map { .table(.set, key: $0, value: nil) }
    default:
      report(.unknownTableKind(word.text, nearest: nearestName(to: word.text, among: Self.tableKinds), at: word.span))
      return nil
    }
  }

  private mutating func parseTable(_ kind: TableKindSyntax) -> StateSyntax.Kind? {
    guard expect(.leftBracket) else { return nil }
    var kind = kind
    let key: TypeSyntax
    if case .rules = kind {
      let (type, ranges) = parseRuleKey()
      key = type
      kind = .rules(ranges: ranges)
    } else {
      key = parseType()
    }
    guard expect(.arrow) else { return nil }
    let value = parseType()
    return expect(.rightBracket) ? .table(kind, key: key, value: value) : nil
  }

  /// `(source: ipv4, ports: range u16)`: a type, and the fields of which rows give a range.
  private mutating func parseRuleKey() -> (TypeSyntax, Set<Int>) {
    let start = current
    guard take(.leftParen) else {
      let isRange = take(word: "range")
      return (parseType(), isRange ? [0] : [])
    }
    var fields: [FieldSyntax] = []
    var ranges: Set<Int> = []
    repeat {
      let isLabelled = current.word != nil && lookahead(1).kind == .symbol(.colon)
      let name = isLabelled ? expectName("a label") : nil
      if isLabelled { advance() }
      if take(word: "range") { ranges.insert(fields.count) }
      fields.append(FieldSyntax(name: name, type: parseType()))
    } while take(.comma)
    expect(.rightParen)
    return (TypeSyntax(kind: .tuple(fields), span: span(from: start)), ranges)
  }

  /// `tally of sessions by source, protocol`.
  mutating func parseTallyKind() -> StateSyntax.Kind? {
    guard expect(word: "of"), let map = expectName("a map"), expect(word: "by") else { return nil }
    var fields: [Name] = []
    repeat {
      guard let field = expectName("a field of the map's key") else { return nil }
      fields.append(field)
    } while take(.comma)
    return .tally(of: map, by: fields)
  }

  /// `stream flows: FlowRecord`.
  mutating func parseStream() -> MemberSyntax? {
    advance()
    guard let name = expectNewName("the stream's name"), expect(.colon) else { return nil }
    return .stream(StreamSyntax(name: name, type: parseType()))
  }

  /// What follows `export`: `flows(FlowRecord(…))`.
  mutating func parseExport() -> StatementSyntax.Kind? {
    guard let stream = expectName("a stream") else { return nil }
    guard at(.leftParen) else {
      reportExpected("'('")
      return nil
    }
    return .export(stream, parseParenthesised())
  }
}
