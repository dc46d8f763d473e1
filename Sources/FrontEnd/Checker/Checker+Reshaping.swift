import Diagnostics
import IR

/// `push` and `pop`.
extension Checker {
  /// Bytes that a packet may be given, all in all: what every site has room for.
  static let mostInsertedBytes = 128

  mutating func checkPush(
    _ syntax: [PushedHeaderSyntax], before place: Name, _ span: SourceSpan
  ) -> PacketOperation? {
    guard let target = headerBinding(place) else { return nil }
    if body.bindings[target].isQuoted {
      report(.badPlace("a header", before: place))
      return nil
    }
    var kinds: [HeaderKind] = []
    for one in syntax {
      guard let kind = resolveHeader(one.kind) else { return nil }
      guard let header = kind.layers.first?.kind, kind.layers.count == 1, header.isPushable else {
        report(.badPlace("'\(one.kind.text)'", before: place))
        return nil
      }
      kinds.append(header)
    }
    guard canStand(kinds, before: target, place, syntax) else { return nil }
    body.insertedBytes += kinds.reduce(0) { $0 + $1.bytes }
    if body.insertedBytes > Self.mostInsertedBytes {
      report(.tooManyBytes(atMost: Self.mostInsertedBytes, at: span))
      return nil
    }
    let fields = zip(syntax, kinds).enumerated().map { place, header in
      let next = place + 1 < kinds.count ? kinds[place + 1] : body.bindings[target].header
      return assignments(header.0, header.1, next: next)
    }
    let pushed = zip(zip(syntax, kinds), fields).map { header, fields in
      PushedHeader(binding: bindPushed(header.0, header.1), kind: header.1, fields: fields)
    }
    return .push(pushed, before: target)
  }

  /// A header behind all others is one that the program declares: nothing leads to it.
  mutating func checkAppend(_ syntax: PushedHeaderSyntax) -> PacketOperation? {
    guard let kind = resolveHeader(syntax.kind) else { return nil }
    guard let header = kind.layers.first?.kind, case .user = header, header.isPushable else {
      report(.notAppendable(syntax.kind))
      return nil
    }
    return .append(PushedHeader(binding: -1, kind: header, fields: assignments(syntax, header, next: header)))
  }

  /// True where each header leads to the next one.
  private mutating func canStand(
    _ kinds: [HeaderKind], before target: Int, _ place: Name, _ syntax: [PushedHeaderSyntax]
  ) -> Bool {
    for (index, kind) in kinds.enumerated() {
      let next = index + 1 < kinds.count ? kinds[index + 1] : body.bindings[target].header
      if ParseGraph.selectors(from: HeaderLayer(kind: kind), to: next) != nil { continue }
      let name = index + 1 < kinds.count ? syntax[index + 1].kind : place
      report(.badPlace("'\(syntax[index].kind.text)'", before: name))
      return false
    }
    return true
  }

  private mutating func bindPushed(_ syntax: PushedHeaderSyntax, _ kind: HeaderKind) -> Int {
    let alternative = PatternKind(syntax.kind.text, kind)
    body.bindings.append(HandlerInstance.Binding(header: kind, alternative: alternative))
    body.alternatives.append([alternative])
    body.pushedCount += 1
    let index = body.bindings.count - 1
    if body.local(syntax.name.text) == nil || syntax.name != syntax.kind { declare(syntax.name, .header(index)) }
    return index
  }

  /// The fields that the statement gives; those that say how the packet is made up are set by themselves.
  private mutating func assignments(
    _ syntax: PushedHeaderSyntax, _ kind: HeaderKind, next: HeaderKind
  ) -> [PushedHeader.Assignment] {
    var given: [PushedHeader.Assignment] = []
    for argument in syntax.arguments {
      guard let label = argument.label else {
        _ = infer(argument.value)
        report(.unlabelledField(at: argument.value.span))
        continue
      }
      guard let field = kind.field(label.text) else {
        let nearest = nearestName(to: label.text, among: kind.fields.map(\.name))
        report(.unknownField(label.text, of: kind.name, nearest: nearest, at: label.span))
        continue
      }
      if !field.isWritable { report(.notAssignable("'\(label.text)' of \(kind.name) is set by itself", at: label.span)) }
      if given.contains(where: { $0.field.name == field.name }) {
        report(.duplicateName(label.text, first: nil, at: label.span))
      }
      given.append(PushedHeader.Assignment(field: field, value: check(argument.value, as: field.type)))
    }
    for name in kind.neededFields(next: next) where !given.contains(where: { $0.field.name == name }) {
      report(.missingField(name, of: kind.name, at: syntax.span))
    }
    return given
  }

  mutating func checkPop(_ first: Name, upTo last: Name?, _ span: SourceSpan) -> PacketOperation? {
    guard let start = headerBinding(first) else { return nil }
    guard let last else {
      guard body.bindings[start].header == .vlan || start + 1 < body.bindings.count else {
        report(.popNeedsEnd(first))
        return nil
      }
      body.ended[Self.popKey(start)] = span
      return .pop(start, upTo: body.bindings[start].header == .vlan ? nil : nextBinding(after: start))
    }
    guard let end = headerBinding(last) else { return nil }
    guard !body.bindings[end].isQuoted, let gone = bindings(from: start, to: end), !gone.isEmpty else {
      report(.badPop(first, upTo: last))
      return nil
    }
    for index in gone { body.ended[Self.popKey(index)] = span }
    return .pop(start, upTo: end)
  }

  private func nextBinding(after index: Int) -> Int? { index + 1 < body.patternCount ? index + 1 : nil }

  /// The pattern's headers from one up to another, without it.
  private func bindings(from start: Int, to end: Int) -> [Int]? {
    guard start < end, end < body.patternCount else { return nil }
    return Array(start..<end)
  }
}

extension HeaderKind {
  /// Headers that `push` can make: those that carry others.
  var isPushable: Bool {
    switch self {
    case .ethernet, .vlan, .ipv4, .ipv6, .udp, .gre, .vxlan, .gtpu: true
    case .user(let header): header.length == nil
    case .arp, .tcp, .icmp, .icmpv6: false
    }
  }

  /// Fields without a value that would do.
  func neededFields(next: HeaderKind) -> [String] {
    switch self {
    case .ethernet, .ipv4, .ipv6: ["destination", "source"]
    case .vlan: ["id"]
    case .udp: next == .vxlan || next == .gtpu ? ["source"] : ["source", "destination"]
    case .vxlan: ["vni"]
    case .gtpu: ["teid"]
    default: []
    }
  }
}
