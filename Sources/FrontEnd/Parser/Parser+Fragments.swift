import Diagnostics

extension Parser {
  /// `fragments drop "fragment"`, `fragments pass`, `fragments follow first { capacity 4096  expire 30s  full … }`.
  mutating func parseFragments() -> FragmentsSyntax? {
    let start = current
    advance()
    if take(word: "pass") { return FragmentsSyntax(kind: .pass, span: span(from: start)) }
    if take(word: "drop") {
      guard case .drop(let reason)? = parseDrop() else { return nil }
      return FragmentsSyntax(kind: .drop(reason: reason), span: span(from: start))
    }
    guard at(word: "follow") else {
      reportExpected("'drop', 'pass' or 'follow first'")
      return nil
    }
    advance()
    guard expect(word: "first") else { return nil }
    let head = span(from: start)
    let attributes = parseAttributes(bareExpiry: true)
    let name = Name(text: "fragments", span: span(of: start))
    let state = StateSyntax(
      name: name, kind: FragmentsSyntax.memory(at: name.span), isConfig: false, attributes: attributes, span: head)
    return FragmentsSyntax(kind: .follow(state), span: head)
  }
}

extension FragmentsSyntax {
  /// What tells the packets apart that fragments belong to (RFC 791, RFC 8200), and what their transport headers say:
  /// ports or the identifier of an echo, and ICMP's type.
  fileprivate static func memory(at span: SourceSpan) -> StateSyntax.Kind {
    func tuple(_ fields: [(String, String)]) -> TypeSyntax {
      let fields = fields.map { name, type in
        FieldSyntax(name: Name(text: name, span: span), type: TypeSyntax(kind: .named(type), span: span))
      }
      return TypeSyntax(kind: .tuple(fields), span: span)
    }
    let key = [("source", "ipv6"), ("destination", "ipv6"), ("identification", "u32"), ("protocol", "u8")]
    return .map(key: tuple(key), value: tuple([("source", "u16"), ("destination", "u16"), ("type", "u8")]))
  }
}
