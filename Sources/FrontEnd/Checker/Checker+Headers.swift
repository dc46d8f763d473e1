import Diagnostics
import IR

/// What programs read of headers.
extension Checker {
  mutating func inferHeaderField(_ index: Int, _ name: Name, _ span: SourceSpan) -> TypedExpression {
    let header = body.bindings[index].header
    if name.text == "isFragment", header.layer == .network { return isFragment(index, header, span) }
    if let value = read(index, name.text, span) { return value }
    let known = header.fields.map(\.name) + (header.layer == .network ? ["isFragment"] : [])
    report(.unknownField(name.text, of: header.name, nearest: nearestName(to: name.text, among: known), at: name.span))
    return unknown(span)
  }

  /// A field of the header that a binding stands for; nil when it has none of that name.
  func read(_ index: Int, _ name: String, _ span: SourceSpan) -> TypedExpression? {
    let header = body.bindings[index].header
    guard let field = header.field(name) else { return nil }
    let kind: TypedExpression.Kind =
      switch (header, name) {
      case (.ipv6, "protocol"): .headerFact(index, .payloadProtocol)
      case (.gre, "key"): .headerFact(index, .key)
      default: .header(index, field)
      }
    return TypedExpression(kind: kind, type: field.type, span: span)
  }

  /// True for a field of a program's header behind UDP or TCP whose words the checksum cannot be made to follow.
  func isUnaligned(_ field: HeaderField, _ index: Int) -> Bool {
    guard case .user(let header) = body.bindings[index].header else { return false }
    let end = field.parts.reduce(field.bitOffset) { $0 + $1.type.bits }
    if (end + 15) / 16 * 2 > header.bytes { return true }
    return body.bindings.prefix(index).contains { before in
      if case .user(let other) = before.header { !(other.length?.isEven ?? (other.bytes % 2 == 0)) } else { false }
    }
  }

  /// IPv4: more fragments follow, or the offset is not 0. IPv6: the same of its fragment header.
  private func isFragment(_ index: Int, _ header: HeaderKind, _ span: SourceSpan) -> TypedExpression {
    if header == .ipv6 {
      return TypedExpression(kind: .headerFact(index, .isFragment), type: .bool, span: span)
    }
    guard let field = header.field("fragment") else { return unknown(span) }
    func constant(_ number: UInt64) -> TypedExpression {
      TypedExpression(kind: .constant([number]), type: field.type, span: span)
    }
    let word = TypedExpression(kind: .header(index, field), type: field.type, span: span)
    let masked = TypedExpression(kind: .binary(.and, word, constant(0x3fff)), type: field.type, span: span)
    return compare(.ne, masked, constant(0), span)
  }
}
