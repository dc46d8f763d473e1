import Diagnostics

/// Statements about the packet as a whole. Their words begin a statement only where what follows cannot be an expression,
/// so that they may be names.
extension Parser {
  mutating func parsePacketStatement() -> StatementSyntax.Kind? {
    guard case .word(let word) = current.kind, startsPacketStatement(word) else { return nil }
    switch word {
    case "push": return parsePush()
    case "pop": return parsePop()
    case "resize": return parseResize()
    case "append": return parseAppend()
    default: break
    }
    advance()
    switch word {
    case "mirror": return expectName("a port").map { .packet(.mirror($0)) }
    case "recompute": return expectName("a header").map { .packet(.recompute($0)) }
    default: return .packet(.flood)
    }
  }

  private func startsPacketStatement(_ word: String) -> Bool {
    let next = lookahead(1)
    switch word {
    case "mirror", "recompute", "pop", "resize", "append": return next.word != nil && !next.startsLine
    case "push": return !next.startsLine && (next.word != nil || next.kind == .symbol(.leftParen))
    case "flood":
      return next.startsLine || next.kind == .symbol(.rightBrace) || next.kind == .symbol(.semicolon)
        || next.kind == .endOfFile || next.word != nil
    default: return false
    }
  }

  /// `forward outside`, `forward to packet.port`.
  mutating func parseForward() -> StatementSyntax.Kind? {
    guard at(word: "to"), !lookahead(1).startsLine, lookahead(1).kind != .symbol(.rightBrace) else {
      return expectName("a port").map(StatementSyntax.Kind.forward)
    }
    advance()
    return .packet(.forwardTo(parseExpression()))
  }

  /// `reply`, `reply icmp(type: 11, code: 0, from: address)`.
  mutating func parseReply() -> StatementSyntax.Kind? {
    guard at(word: "icmp"), !current.startsLine, lookahead(1).kind == .symbol(.leftParen) else { return .reply }
    advance()
    return .packet(.replyError(parseArguments()))
  }

  private mutating func parsePush() -> StatementSyntax.Kind? {
    advance()
    var headers: [PushedHeaderSyntax] = []
    if take(.leftParen) {
      repeat {
        guard let header = parsePushedHeader() else { return nil }
        headers.append(header)
      } while take(.comma)
      guard expect(.rightParen) else { return nil }
    } else {
      guard let header = parsePushedHeader() else { return nil }
      headers.append(header)
    }
    guard expect(word: "before"), let place = expectName("a header of the pattern") else { return nil }
    return .packet(.push(headers, before: place))
  }

  private mutating func parsePushedHeader() -> PushedHeaderSyntax? {
    let start = current
    guard let name = expectName("a header") else { return nil }
    let kind = take(.colon) ? expectName("a kind of header") : name
    guard let kind else { return nil }
    let arguments = at(.leftParen) ? parseArguments() : []
    return PushedHeaderSyntax(name: name, kind: kind, arguments: arguments, span: span(from: start))
  }

  private mutating func parsePop() -> StatementSyntax.Kind? {
    advance()
    guard let first = expectName("a header of the pattern") else { return nil }
    guard at(word: "to"), !current.startsLine else { return .packet(.pop(first, upTo: nil)) }
    advance()
    return expectName("a header of the pattern").map { .packet(.pop(first, upTo: $0)) }
  }

  private mutating func parseAppend() -> StatementSyntax.Kind? {
    advance()
    return parsePushedHeader().map { .packet(.append($0)) }
  }

  private mutating func parseResize() -> StatementSyntax.Kind? {
    advance()
    guard expect(word: "packet"), expect(word: "to") else { return nil }
    return .packet(.resize(parseExpression()))
  }
}
