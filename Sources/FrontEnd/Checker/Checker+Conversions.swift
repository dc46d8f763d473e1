import Diagnostics
import IR

/// Implicit conversions: they never lose anything.
extension Checker {
  /// Brings an expression to a type, or reports why that is not possible.
  mutating func coerce(_ value: TypedExpression, to type: Type) -> TypedExpression {
    if value.type == type || type == .unknown { return value }
    if value.type == .unknown { return value }
    if let converted = widened(value, to: type) { return converted }
    switch (value.type, type) {
    case (.literal, .integer): report(.literalTooLarge(value.constantValue ?? 0, type, at: value.span))
    case (.integer, .integer): report(.narrowing(value.type, to: type, at: value.span))
    case (.record(let from), .record(let to)) where from.name == nil && from.fields.count == to.fields.count:
      return coerceFields(value, from, to)
    default: report(.typeMismatch(value.type, wanted: type, at: value.span))
    }
    return unknown(value.span)
  }

  /// The value as the wider type; nil where no implicit conversion exists.
  func widened(_ value: TypedExpression, to type: Type) -> TypedExpression? {
    var result = value
    result.type = type
    switch (value.type, type) {
    case (.literal, .integer(let bits)):
      return (value.constantValue ?? 0) & ~IntType(bits).mask == 0 ? result : nil
    case (.integer(let from), .integer(let to)) where from <= to:
      if value.constant == nil { result.kind = .convert(value) }
      return result
    case (.ipv4, .ipv6): return mapped(value)
    default: return value.type == type ? value : nil
    }
  }

  /// An IPv4 address as an IPv6 one: `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2).
  private func mapped(_ value: TypedExpression) -> TypedExpression {
    let prefix: UInt64 = 0xffff << 32
    if let address = value.constantValue {
      return TypedExpression(kind: .constant([0, prefix | address]), type: .ipv6, span: value.span)
    }
    func constant(_ word: UInt64) -> TypedExpression {
      TypedExpression(kind: .constant([word]), type: .u64, span: value.span)
    }
    let wide = TypedExpression(kind: .convert(value), type: .u64, span: value.span)
    let low = TypedExpression(kind: .binary(.or, wide, constant(prefix)), type: .u64, span: value.span)
    return TypedExpression(kind: .aggregate([constant(0), low]), type: .ipv6, span: value.span)
  }

  /// A tuple as a struct, or as a tuple of wider fields. Labels, where given, must agree.
  private mutating func coerceFields(_ value: TypedExpression, _ from: RecordType, _ to: RecordType) -> TypedExpression
  {
    var parts: [TypedExpression] = []
    for index in to.fields.indices {
      let label = from.fields[index].name
      if label != "item\(index)", label != to.fields[index].name {
        report(.wrongLabel(label, wanted: to.fields[index].name, isLabel: false, at: value.span))
        return unknown(value.span)
      }
      parts.append(coerce(field(of: value, index, from, value.span), to: to.fields[index].type))
    }
    if parts.contains(where: { $0.type == .unknown }) { return unknown(value.span) }
    return aggregate(parts, .record(to), value.span)
  }

  /// Brings two operands to one type, the wider of theirs.
  mutating func unify(_ left: TypedExpression, _ right: TypedExpression) -> (TypedExpression, TypedExpression)? {
    if left.type == right.type { return (left, right) }
    if let converted = widened(right, to: left.type) { return (left, converted) }
    if let converted = widened(left, to: right.type) { return (converted, right) }
    if left.type == .literal, right.type.isInteger { return (coerce(left, to: right.type), right) }
    if right.type == .literal, left.type.isInteger { return (left, coerce(right, to: left.type)) }
    if case .record(let from) = right.type, from.name == nil, case .record(let to) = left.type,
      from.fields.count == to.fields.count
    {
      return (left, coerceFields(right, from, to))
    }
    return nil
  }
}
