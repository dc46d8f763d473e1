import Diagnostics
import IR

extension Checker {
  /// The enum of a name, resolved on demand.
  mutating func enumeration(named name: String) -> EnumType? {
    guard let global = globals[name] else { return nil }
    switch global.kind {
    case .enumeration(let type): return type
    case .machine(_, let type): return type
    case .unresolvedEnumeration(let syntax):
      return resolve(global, syntax.name) { checker in checker.resolve(syntax).map { ($0, .enumeration($0)) } }
    case .unresolvedMachine(let syntax):
      return resolve(global, syntax.name) { checker in checker.resolve(syntax).map { ($0, .machine(syntax, $0)) } }
    default: return nil
    }
  }

  private mutating func resolve(
    _ global: Global, _ name: Name, _ make: (inout Checker) -> (EnumType, Global.Kind)?
  ) -> EnumType? {
    guard resolving.insert(name.text).inserted else {
      report(.recursiveDeclaration(name.text, at: name.span))
      globals[name.text]?.kind = .broken
      return nil
    }
    let outer = enterScope(of: global)
    let made = make(&self)
    globals.isSharedOnly = outer
    resolving.remove(name.text)
    if case .broken? = globals[name.text]?.kind { return nil }
    globals[name.text]?.kind = made?.1 ?? .broken
    return made?.0
  }

  private mutating func resolve(_ syntax: EnumSyntax) -> EnumType? {
    if syntax.cases.isEmpty {
      report(.emptyEnum(syntax.name))
      return nil
    }
    let wanted = syntax.type.map { resolve($0) }
    if let wanted, wanted != .unknown, !wanted.isInteger {
      report(.unsupportedRecord(wanted.shown, at: syntax.type?.span ?? syntax.name.span))
    }
    let type = wanted?.isInteger == true ? wanted ?? .u64 : .u64
    let cases = resolveCases(syntax, type)
    if let wanted {
      guard case .integer(let bits) = wanted else { return nil }
      return EnumType(name: syntax.name.text, bits: bits, cases: cases)
    }
    let largest = cases.map(\.value).max() ?? 0
    let narrowest = [8, 16, 32].first { (bits: UInt64) in largest >> bits == 0 } ?? 64
    return EnumType(name: syntax.name.text, bits: Int(narrowest), cases: cases)
  }

  /// A case without a value has the one after its predecessor's.
  private mutating func resolveCases(_ syntax: EnumSyntax, _ type: Type) -> [EnumType.Case] {
    var cases: [EnumType.Case] = []
    var next: (value: UInt64, overflow: Bool) = (0, false)
    for one in syntax.cases {
      var value = next.value
      if let written = one.value { value = constantWords(written, type)?.first ?? value }
      let isTooLarge = one.value == nil && (next.overflow || value & ~(type.words.first?.type.mask ?? .max) != 0)
      if isTooLarge { report(.literalTooLarge(value, type, at: one.name.span)) }
      if cases.contains(where: { $0.name == one.name.text }) {
        report(.duplicateName(one.name.text, first: nil, at: one.name.span))
      } else if cases.contains(where: { $0.value == value }) {
        report(.duplicateCase("\(value)", at: one.value?.span ?? one.name.span))
      }
      cases.append(EnumType.Case(name: one.name.text, value: value))
      let (sum, overflow) = value.addingReportingOverflow(1)
      next = (sum, overflow)
    }
    return cases
  }

  /// `Color.red`.
  mutating func enumerationCase(_ type: EnumType, _ name: Name, _ span: SourceSpan) -> TypedExpression {
    if let value = type.value(of: name.text) {
      return TypedExpression(kind: .constant([value]), type: .enumeration(type), span: span)
    }
    let nearest = nearestName(to: name.text, among: type.cases.map(\.name))
    report(.unknownCase(name.text, of: type.name, nearest: nearest, at: name.span))
    return unknown(span)
  }
}
