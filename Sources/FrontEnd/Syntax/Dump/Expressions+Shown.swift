// Expressions and statements in one line, with all their parentheses, as the dump shows them.

extension ExpressionSyntax {
  var shown: String {
    switch kind {
    case .integer(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .bits(let bits): "bit<\(bits)>"
    case .duration(let value): Type.duration.shown([value])
    case .ipv4(let value): AddressText.text(ipv4: value)
    case .ipv6(let value): AddressText.text(ipv6: value)
    case .mac(let value): AddressText.text(mac: value)
    case .name(let name): name
    case .member(let base, let name): "\(base.shown).\(name.text)"
    case .index(let base, let key): "\(base.shown)[\(key.shown)]"
    case .call(let callee, let arguments): "\(callee.shown)(\(Self.shown(arguments)))"
    case .tuple(let parts): "(\(Self.shown(parts)))"
    case .not(let operand): "(not \(operand.shown))"
    case .binary(let operation, let left, let right): "(\(left.shown) \(operation.rawValue) \(right.shown))"
    case .isKind(let operand, let kind): "(\(operand.shown) is \(kind.text))"
    case .choice(let statement): "(\(statement.shown))"
    case .missing: "?"
    }
  }

  static func shown(_ arguments: [ArgumentSyntax]) -> String {
    arguments.map { ($0.label.map { "\($0.text): " } ?? "") + $0.value.shown }.joined(separator: ", ")
  }
}

extension PacketStatementSyntax {
  var shown: String {
    switch self {
    case .mirror(let port): "mirror \(port.text)"
    case .flood: "flood"
    case .forwardTo(let port): "forward to \(port.shown)"
    case .push(let headers, let place): "push \(headers.map(\.shown).joined(separator: ", ")) before \(place.text)"
    case .pop(let first, let last): "pop \(first.text)" + (last.map { " to \($0.text)" } ?? "")
    case .resize(let length): "resize packet to \(length.shown)"
    case .append(let header): "append \(header.shown)"
    case .recompute(let header): "recompute \(header.text)"
    case .replyError(let arguments): "reply icmp(\(ExpressionSyntax.shown(arguments)))"
    }
  }
}

extension PushedHeaderSyntax {
  var shown: String { "\(name.text): \(kind.text)(\(ExpressionSyntax.shown(arguments)))" }
}

extension StatementSyntax {
  /// A choice in one line.
  var shown: String {
    switch kind {
    case .conditional(let condition, let then, let otherwise):
      "if \(condition.shown) \(then.shown)" + (otherwise.map { " else \($0.shown)" } ?? "")
    case .match(let subject, let cases, let otherwise):
      "match \(subject.shown) { "
        + cases.map { $0.values.map(\.shown).joined(separator: ", ") + " => " + $0.body.shown }.joined(separator: "; ")
        + (otherwise.map { "; otherwise => \($0.shown)" } ?? "") + " }"
    case .evaluate(let value, _): value.shown
    case .bind(let name, let value, _): "let \(name.text) = \(value.shown)"
    default: "…"
    }
  }
}

extension BlockSyntax {
  var shown: String { "{ " + statements.map(\.shown).joined(separator: "; ") + " }" }
}
