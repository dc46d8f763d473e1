import Diagnostics
import IR

/// Statements about the packet as a whole, and what programs read of it.
extension Checker {
  mutating func checkPacketStatement(
    _ syntax: PacketStatementSyntax, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    if let operation = operation(syntax, span) { block.append(.packet(operation), span) }
    if syntax.isVerdict { block.ends = true }
  }

  private mutating func operation(_ syntax: PacketStatementSyntax, _ span: SourceSpan) -> PacketOperation? {
    switch syntax {
    case .mirror(let port): return resolvePort(port).map { .mirror(port: $0) }
    case .flood:
      if ports.count < 2 { report(.floodNeedsPorts(at: span)) }
      return .flood
    case .forwardTo(let port): return .forwardTo(check(port, as: .port))
    case .push(let headers, let place): return checkPush(headers, before: place, span)
    case .pop(let first, let last): return checkPop(first, upTo: last, span)
    case .resize(let length): return .resize(check(length, as: .u32))
    case .append(let header): return checkAppend(header)
    case .recompute(let header): return checkRecompute(header)
    case .replyError(let arguments): return checkReplyError(arguments, span)
    }
  }

  private mutating func checkRecompute(_ name: Name) -> PacketOperation? {
    guard let index = headerBinding(name) else { return nil }
    let header = body.bindings[index]
    guard header.header.checksum != nil, !header.isQuoted else {
      report(.noChecksum(name, of: header.header.name))
      return nil
    }
    return .recompute(index)
  }

  /// `type`, `code`, `from`, and what stands behind the checksum if anything does: `rest`.
  private mutating func checkReplyError(_ arguments: [ArgumentSyntax], _ span: SourceSpan) -> PacketOperation? {
    let about = body.bindings.indices.first { index in
      body.bindings[index].header.layer == .network && !body.bindings[index].isQuoted
        && body.ended[Self.popKey(index)] == nil
    }
    guard let about else {
      report(.needsIP(at: span))
      return nil
    }
    let types: [String: Type] = [
      "type": .u8, "code": .u8, "rest": .u32, "from": body.bindings[about].header == .ipv4 ? .ipv4 : .ipv6,
    ]
    var given: [String: TypedExpression] = [:]
    for argument in arguments {
      guard let label = argument.label, let type = types[label.text], given[label.text] == nil else {
        report(.unlabelledField(at: argument.value.span))
        continue
      }
      given[label.text] = check(argument.value, as: type)
    }
    for name in ["type", "code", "from"] where given[name] == nil { report(.missingField(name, of: "an ICMP error", at: span)) }
    guard let type = given["type"], let code = given["code"], let from = given["from"] else { return nil }
    body.insertedBytes += 48
    if body.insertedBytes > Self.mostInsertedBytes { report(.tooManyBytes(atMost: Self.mostInsertedBytes, at: span)) }
    return .replyError(ErrorReply(type: type, code: code, rest: given["rest"], from: from), about: about)
  }

  /// The header that a name stands for; reports that there is none, or that it was popped.
  mutating func headerBinding(_ name: Name) -> Int? {
    guard case .header(let index)? = body.local(name.text)?.kind else {
      if body.local(name.text) == nil, globals[name.text] == nil {
        reportUnknown(name.text, at: name.span)
      } else {
        report(.notAHeader(name))
      }
      return nil
    }
    checkPresent(index, name.text, at: name.span)
    return index
  }

  /// Reports the use of a header that may have been popped.
  mutating func checkPresent(_ index: Int, _ name: String, at span: SourceSpan) {
    if let popped = body.ended[Self.popKey(index)] { report(.usedAfterPop(name, popped: popped, at: span)) }
  }

  /// Headers that are gone stand among the entries that are, under numbers that no entry has.
  static func popKey(_ binding: Int) -> Int { -1 - binding }

  // MARK: Reading

  mutating func inferPacketField(_ name: Name, _ span: SourceSpan) -> TypedExpression {
    switch name.text {
    case "length": return TypedExpression(kind: .packetLength, type: .u32, span: span)
    case "port": return TypedExpression(kind: .packetPort, type: .port, span: span)
    default:
      let nearest = nearestName(to: name.text, among: ["length", "port"])
      report(.unknownField(name.text, of: "a packet", nearest: nearest, at: name.span))
      return unknown(span)
    }
  }

  /// `packet.hash(from: e, count: n)`, `packet.sum(from: e, count: n)`.
  mutating func inferPacketCall(
    _ operation: Name, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedExpression {
    guard ["hash", "sum"].contains(operation.text) else {
      let nearest = nearestName(to: operation.text, among: ["hash", "sum"])
      report(.unknownOperation(operation.text, of: "'packet'", nearest: nearest, at: operation.span))
      return unknown(span)
    }
    guard arguments.count == 2 else {
      let what = "'packet.\(operation.text)'"
      report(.wrongArgumentCount(what, wanted: "'from' and 'count'", found: arguments.count, at: span))
      return unknown(span)
    }
    for (argument, wanted) in zip(arguments, ["from", "count"]) {
      if let label = argument.label, label.text != wanted { report(.wrongLabel(label.text, wanted: wanted, at: label.span)) }
    }
    let values = arguments.map { check($0.value, as: .u32) }
    if values.contains(where: { $0.type == .unknown }) { return unknown(span) }
    return operation.text == "hash"
      ? TypedExpression(kind: .packetHash(values[0], values[1]), type: .u64, span: span)
      : TypedExpression(kind: .packetSum(values[0], values[1]), type: .u16, span: span)
  }

  /// `end(dns)`: the first byte behind a header.
  mutating func inferEnd(_ arguments: [ArgumentSyntax], _ span: SourceSpan) -> TypedExpression {
    guard arguments.count == 1 else {
      report(.wrongArgumentCount("'end'", wanted: "a header", found: arguments.count, at: span))
      return unknown(span)
    }
    guard case .name(let text) = arguments[0].value.kind,
      let index = headerBinding(Name(text: text, span: arguments[0].value.span))
    else {
      if case .name = arguments[0].value.kind {} else { report(.notAHeader(Name(text: "this", span: arguments[0].value.span))) }
      return unknown(span)
    }
    return TypedExpression(kind: .headerFact(index, .end), type: .u32, span: span)
  }
}

extension ExpressionSyntax {
  var isPacket: Bool { if case .name("packet") = kind { true } else { false } }
}
