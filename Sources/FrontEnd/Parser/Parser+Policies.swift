import Diagnostics

/// Attributes about how long a state keeps things, how much, and how exactly.
extension Parser {
  /// `expire idle 120s`: since the last hit or insert. `expire fixed 1h`: since the insert. `expire idle by life { … }`: as
  /// long as what the record holds says.
  mutating func parseExpire() -> AttributeSyntax.Kind? {
    let refreshed = take(word: "idle")
    let isBare = takesBareExpiry && !at(word: "fixed")
    if !refreshed, !isBare, !expect(word: "fixed") { return nil }
    guard take(word: "by") else { return .expire(refreshed: refreshed, parseExpression()) }
    guard let field = expectName("a field of the map's value") else { return nil }
    guard at(.leftBrace) else { return .expireBy(refreshed: refreshed, field: field, times: [], otherwise: nil) }
    return parseTimes(refreshed, field)
  }

  private mutating func parseTimes(_ refreshed: Bool, _ field: Name) -> AttributeSyntax.Kind? {
    let brace = current
    advance()
    var times: [TimeoutSyntax] = []
    var otherwise: ExpressionSyntax?
    while !isAtEnd, !at(.rightBrace), !startsMemberForCertain {
      if take(.comma) || take(.semicolon) { continue }
      if take(word: "otherwise") {
        otherwise = parseExpression()
        continue
      }
      let start = index
      let value = parseExpression()
      guard index > start else { return nil }
      times.append(TimeoutSyntax(value: value, time: parseExpression()))
    }
    expectClosingBrace(brace)
    return .expireBy(refreshed: refreshed, field: field, times: times, otherwise: otherwise)
  }

  /// `full evict oldest`, `full fallback host`, `full sample 1 in 16 else …`, `full drop "…"`.
  mutating func parseFull() -> AttributeSyntax.Kind? {
    let start = current
    if take(word: "evict") { return expect(word: "oldest") ? .fullEvictOldest : nil }
    if take(word: "sample") { return parseSample() }
    guard take(word: "fallback") else { return .full(parseBlockOrStatement()) }
    guard expect(word: "host") else { return nil }
    let place = span(from: start)
    return .full(BlockSyntax(statements: [StatementSyntax(kind: .toControlPlane, span: place)], span: place))
  }

  private mutating func parseSample() -> AttributeSyntax.Kind? {
    guard current.kind == .integer(1) else {
      reportExpected("'1 in …'")
      return nil
    }
    advance()
    guard expect(word: "in") else { return nil }
    let oneIn = parseExpression()
    return expect(word: "else") ? .fullSample(oneIn: oneIn, otherwise: parseBlockOrStatement()) : nil
  }

  /// `consistency eventual 10ms` or `consistency exact`.
  mutating func parseConsistency() -> AttributeSyntax.Kind? {
    if take(word: "eventual") { return .consistency(parseExpression()) }
    return expect(word: "exact") ? .consistency(nil) : nil
  }

  /// `peak rate P burst B`.
  mutating func parsePeak() -> AttributeSyntax.Kind? {
    guard expect(word: "rate") else { return nil }
    let rate = parseExpression()
    return expect(word: "burst") ? .peak(rate: rate, burst: parseExpression()) : nil
  }
}
