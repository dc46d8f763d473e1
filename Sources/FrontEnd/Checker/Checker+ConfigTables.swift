import Diagnostics
import IR

/// Tables that the operator fills and programs look up.
extension Checker {
  mutating func checkTable(
    _ index: Int, _ syntax: StateSyntax, _ kind: TableKindSyntax, _ key: TypeSyntax, _ value: TypeSyntax?,
    _ attributes: [String: AttributeSyntax]
  ) {
    states[index].key = resolve(key)
    states[index].value = value.map { resolve($0) } ?? .nothing
    let capacity = number("capacity", Self.recordLimit, of: syntax, attributes) ?? 1
    states[index].state.kind = .table(
      TableState(
        key: states[index].key.stateFields(fallback: "key"), value: states[index].value.stateFields(fallback: "value"),
        capacity: Int(capacity), match: match(kind, states[index].key, key)))
  }

  private mutating func match(_ kind: TableKindSyntax, _ type: Type, _ syntax: TypeSyntax) -> MatchKind {
    switch kind {
    case .map, .set: return .exact
    case .longestPrefix: return .longestPrefix(bits: prefixBits(type, at: syntax.span))
    case .rules(let ranges): return .ternary(ranges: rangeWords(ranges, type, syntax))
    }
  }

  /// Bits of the address that a prefix is given of: the key, or its last field.
  private mutating func prefixBits(_ type: Type, at span: SourceSpan) -> Int {
    var address = type
    if case .record(let record) = type, let last = record.fields.last { address = last.type }
    switch address {
    case .integer, .ipv4, .ipv6, .mac: return address.words.reduce(0) { $0 + $1.type.bits }
    case .unknown: break
    default: report(.noPrefix(address, at: span))
    }
    return type.words.last?.type.bits ?? 1
  }

  /// The words of the key that are matched by a range, from its fields.
  private mutating func rangeWords(_ ranges: Set<Int>, _ type: Type, _ syntax: TypeSyntax) -> Set<Int> {
    guard case .record(let record) = type, case .tuple(let fields) = syntax.kind else {
      if !ranges.isEmpty, type.words.count != 1 { report(.noRange(type, at: syntax.span)) }
      return ranges
    }
    var words: Set<Int> = []
    var start = 0
    for (index, field) in record.fields.enumerated() {
      let count = field.type.words.count
      if ranges.contains(index) {
        if count == 1 { words.insert(start) } else { report(.noRange(field.type, at: fields[index].type.span)) }
      }
      start += count
    }
    return words
  }
}
