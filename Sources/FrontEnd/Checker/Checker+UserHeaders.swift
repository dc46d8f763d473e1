import Diagnostics
import IR

/// Headers that the program declares.
extension Checker {
  /// More than sites read of one header at once.
  private static let mostHeaderBytes: Int = 256

  mutating func resolveHeaders() {
    for case .header(let syntax) in members { _ = userHeader(named: syntax.name.text) }
  }

  /// The header of a name, resolved on demand.
  mutating func userHeader(named name: String) -> UserHeader? {
    guard let global = globals[name] else { return nil }
    if case .header(let header) = global.kind { return header }
    guard case .unresolvedHeader(let syntax) = global.kind else { return nil }
    guard resolving.insert(name).inserted else {
      report(.recursiveDeclaration(name, at: syntax.name.span))
      globals[name]?.kind = .broken
      return nil
    }
    let header = resolve(syntax)
    resolving.remove(name)
    if case .broken? = globals[name]?.kind { return nil }
    globals[name]?.kind = header.map(Global.Kind.header) ?? .broken
    return header
  }

  private mutating func resolve(_ syntax: HeaderSyntax) -> UserHeader? {
    let count = diagnostics.count
    var header = UserHeader(name: syntax.name.text, fields: [], bytes: 0, length: nil, hosts: [])
    var bits = 0
    for field in syntax.fields {
      guard let name = field.name else { continue }
      let type = resolve(field.type)
      if type != .unknown, !type.isHeaderField { report(.badHeader("a header holds integers and addresses", at: field.type.span)) }
      if header.fields.contains(where: { $0.name == name.text }) {
        report(.duplicateName(name.text, first: nil, at: name.span))
      }
      header.fields.append(HeaderField(name: name.text, type: type, bitOffset: bits, isWritable: true))
      bits += type.words.reduce(0) { $0 + $1.type.bits }
    }
    if header.fields.isEmpty { report(.emptyStruct(syntax.name)) }
    if bits % 8 != 0 { report(.badHeader("the fields must be whole bytes together, not \(bits) bits", at: syntax.name.span)) }
    header.bytes = bits / 8
    if header.bytes > Self.mostHeaderBytes {
      report(.badHeader("a header has at most \(Self.mostHeaderBytes) bytes of fields", at: syntax.name.span))
    }
    if let length = syntax.length { header.length = resolveLength(length, &header) }
    header.hosts = syntax.hosts.compactMap { resolve($0) }
    if syntax.hosts.isEmpty { report(.badHeader("say where it stands: 'after udp where destination == 9999'", at: syntax.name.span)) }
    return diagnostics.count == count ? header : nil
  }

  // MARK: Place

  private mutating func resolve(_ syntax: HeaderSyntax.Host) -> UserHeader.Host? {
    guard let pattern = resolveHeader(syntax.kind) else { return nil }
    guard let kind = pattern.layers.first?.kind, kind.isHost, pattern.layers.count == 1 else {
      report(.badHeader("no header of a program can stand behind '\(syntax.kind.text)'", at: syntax.kind.span))
      return nil
    }
    guard let condition = syntax.condition else {
      if let field = kind.selectingField {
        report(.badHeader("say which: 'after \(syntax.kind.text) where \(field) == …'", at: syntax.kind.span))
      }
      return UserHeader.Host(kind: kind, selectors: [])
    }
    guard let selectors = selectors(condition, kind) else { return nil }
    if kind.layer == .link, selectors.contains(where: { ParseGraph.tagTypes.contains($0.value) }) {
      report(.badHeader("these types are those of VLAN tags, which are called 'vlan'", at: condition.span))
      return nil
    }
    return UserHeader.Host(kind: kind, selectors: selectors)
  }

  /// `field == number`, or several of them joined by `or`.
  private mutating func selectors(_ condition: ExpressionSyntax, _ kind: HeaderKind) -> [Selector]? {
    switch condition.kind {
    case .binary(.or, let left, let right):
      guard let first = selectors(left, kind), let second = selectors(right, kind) else { return nil }
      return first + second
    case .binary(.equal, let left, let right):
      guard case .name(let name) = left.kind else { break }
      guard let field = kind.field(name), field.type.isScalar else {
        let nearest = nearestName(to: name, among: kind.fields.map(\.name))
        report(.unknownField(name, of: kind.name, nearest: nearest, at: left.span))
        return nil
      }
      if let wanted = kind.selectingField, wanted != name { break }
      return constantWords(right, field.type)?.first.map { [Selector(name, $0)] }
    default: break
    }
    let field = kind.selectingField ?? "field"
    report(.badHeader("what selects a header is '\(field) == number', or several of these with 'or'", at: condition.span))
    return nil
  }

  /// Reports headers of which only the first one would ever be found.
  mutating func reportRivals(_ handlers: [CheckedHandler]) {
    let demand = ParseDemand(stacks: handlers.flatMap(\.stacks))
    var told: Set<HeaderKind> = []
    for (first, second) in demand.pairs(where: { $0.isAnnounced(like: $1, behind: $2) }) {
      let declared = members.last { member in
        if case .header(let header) = member { [first.name, second.name].contains(header.name.text) } else { false }
      }
      guard case .header(let header)? = declared, told.insert(second).inserted else { continue }
      let other = header.name.text == first.name ? second : first
      report(.rivalHeaders(header.name, other: other.name))
    }
  }

  // MARK: Length

  /// The length rests on its fields, which programs cannot change then.
  private mutating func resolveLength(_ syntax: ExpressionSyntax, _ header: inout UserHeader) -> HeaderLength? {
    switch syntax.kind {
    case .integer(let number) where number <= 65_535: return .constant(number)
    case .name(let name):
      if let index = header.fields.firstIndex(where: { $0.name == name }) {
        header.fields[index].isWritable = false
        if case .integer(let bits) = header.fields[index].type, bits <= 32 { return .field(header.fields[index]) }
      } else if globals[name] != nil {
        return constantWords(syntax, .u32)?.first.map(HeaderLength.constant)
      }
    case .binary(let operation, let left, let right):
      guard let binary = operation.lengthOperator else { break }
      guard let first = resolveLength(left, &header), let second = resolveLength(right, &header) else { return nil }
      return .binary(binary, first, second)
    default: break
    }
    report(.badHeader("a length is made of numbers and integer fields with + - * / % & << >>", at: syntax.span))
    return nil
  }
}

extension Type {
  fileprivate var isHeaderField: Bool {
    switch self {
    case .integer, .bool, .ipv4, .ipv6, .mac, .enumeration: true
    default: false
    }
  }
}

extension HeaderKind {
  /// True where a program's header can stand behind.
  fileprivate var isHost: Bool {
    switch self {
    case .ethernet, .vlan, .ipv4, .ipv6, .tcp, .udp, .user: true
    default: false
    }
  }

  /// The field that alone says what follows.
  fileprivate var selectingField: String? {
    switch self {
    case .ethernet, .vlan: "type"
    case .ipv4, .ipv6: "protocol"
    default: nil
    }
  }
}

extension OperatorSyntax {
  fileprivate var lengthOperator: BinaryOperator? {
    switch self {
    case .add, .wrappingAdd: .add
    case .subtract, .wrappingSubtract: .sub
    case .multiply, .wrappingMultiply: .mul
    case .divide: .div
    case .remainder: .rem
    case .bitAnd: .and
    case .shiftLeft: .shl
    case .shiftRight: .shr
    default: nil
    }
  }
}
