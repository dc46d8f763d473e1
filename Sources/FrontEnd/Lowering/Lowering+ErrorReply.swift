import Diagnostics
import IR

/// ICMP errors about a packet, sent back to where it came from.
extension Lowering {
  static let noError = "no ICMP error about this"

  /// RFC 792, 1812 section 4.3.2.7, 4443 section 2.4: never about an ICMP error, a fragment but the first, a broadcast or
  /// multicast, or a source that is no host: these are dropped.
  mutating func replyError(_ reply: ErrorReply, about binding: Int, _ span: SourceSpan) {
    guard let (ip, position) = placed(binding) else { return }
    let values = ErrorValues(
      type: lowerScalar(reply.type), code: lowerScalar(reply.code), rest: reply.rest.map { lowerScalar($0) },
      from: lower(reply.from))
    let forbidden = mayNotAnswer(ip, position, span)
    let labels = (body.label + ".unanswered", body.label + ".answered")
    let (silent, answered) = builder.branch(forbidden, labels, span)
    builder.flow = silent
    builder.end(.finish(.drop(reason: reason(Self.noError))), span)
    builder.flow = answered
    if answered == nil { return }
    answer(values, ip, position, span)
    builder.end(.finish(.reply), span)
  }

  private struct ErrorValues {
    var type: Value
    var code: Value
    var rest: Value?
    var from: [Value]
  }

  // MARK: Whether

  private mutating func mayNotAnswer(_ ip: PlacedHeader, _ position: Int, _ span: SourceSpan) -> Value {
    var reasons = [isLaterFragment(ip), isAboutICMPError(ip)]
    if ip.kind == .ipv4 {
      let source = loadWords(ip, "source")[0]
      let destination = loadWords(ip, "destination")[0]
      reasons += [isAtLeast(source, 0xe000_0000), isEqual(source, 0), isAtLeast(destination, 0xe000_0000)]
    } else {
      let source = loadWords(ip, "source")
      reasons += [isAtLeast(source[0], 0xff << 56), isAtLeast(loadWords(ip, "destination")[0], 0xff << 56)]
      let both = builder.binary(.or, source[0], source[1], span)
      reasons.append(isEqual(both, 0))
    }
    if position > 0, let frame = layout[..<position].last(where: { $0.kind == .ethernet }) {
      let group = builder.emit(.loadField(handle(frame), Field(name: "group", bitOffset: 7, type: .bit)), .bit, span)
      reasons.append(group)
    }
    return reasons.dropFirst().reduce(reasons[0]) { builder.binary(.or, $0, $1, span) }
  }

  private mutating func loadWords(_ placed: PlacedHeader, _ name: String) -> [Value] {
    let header = handle(placed)
    return (placed.kind.field(name)?.parts ?? []).map { builder.emit(.loadField(header, $0), $0.type, nil) }
  }

  private mutating func isEqual(_ value: Value, _ number: UInt64) -> Value {
    builder.compare(.eq, value, builder.number(number, builder.type(of: value)), nil)
  }

  private mutating func isAtLeast(_ value: Value, _ number: UInt64) -> Value {
    builder.compare(.ge, value, builder.number(number, builder.type(of: value)), nil)
  }

  private mutating func isLaterFragment(_ ip: PlacedHeader) -> Value {
    isLaterPart(ip)
  }

  /// The type of what is no ICMP is not looked at: then the byte is one that is there in any case.
  private mutating func isAboutICMPError(_ ip: PlacedHeader) -> Value {
    let isICMP = isEqual(payloadProtocol(ip), ip.kind == .ipv4 ? 1 : 58)
    let place = builder.emit(.select(condition: isICMP, then: payloadStart(ip), else: ip.offset), .u32, nil)
    let header = newHeader("icmpType", kind: "icmpType", bytes: 1)
    builder.perform(.bind(header, offset: place), nil)
    let type = builder.emit(.loadField(header, Field(name: "type", bitOffset: 0, type: .u8)), .u8, nil)
    if ip.kind == .ipv6 {
      let isError = builder.compare(.lt, type, builder.number(128, .u8), nil)
      return builder.binary(.and, isICMP, isError, nil)
    }
    let errors = ICMPMessage.error.types(in: .icmp).map { isEqual(type, $0) }
    let isError = errors.dropFirst().reduce(errors[0]) { builder.binary(.or, $0, $1, nil) }
    return builder.binary(.and, isICMP, isError, nil)
  }

  // MARK: How

  /// Quotes as much as an error may hold: 576 bytes over IPv4 (RFC 1812, 4.3.2.3), 1,280 over IPv6.
  private mutating func answer(_ values: ErrorValues, _ ip: PlacedHeader, _ position: Int, _ span: SourceSpan) {
    let isIPv4 = ip.kind == .ipv4
    let source = loadWords(ip, "source")
    let most = builder.number(isIPv4 ? 548 : 1232, .u32)
    let quoted = builder.binary(.min, totalLength(ip, span), most, span)
    builder.perform(.setLength(builder.binary(.add, ip.offset, quoted, span)), span)
    forgetPacket()
    builder.perform(.insertBytes(at: ip.offset, count: ip.kind.bytes + 8), span)
    forgetPacket()
    let length = builder.binary(.add, quoted, builder.number(8, .u32), span)
    let header = bindNew(ip.kind, at: ip.offset, span)
    let message = bindNew(isIPv4 ? .icmp : .icmpv6, at: sum(ip.offset, UInt64(ip.kind.bytes)), span)
    fill(header, length, values.from, to: source, span)
    fill(message, header, length, values, span)
    swapAddresses(position, span)
  }

  private mutating func bindNew(_ kind: HeaderKind, at offset: Value, _ span: SourceSpan) -> PlacedHeader {
    let header = newHeader(kind.name, kind: kind.name, bytes: kind.bytes)
    builder.perform(.bind(header, offset: offset), span)
    return PlacedHeader(id: newLayer(), layer: HeaderLayer(kind: kind), header: header, offset: offset, end: nil)
  }

  private mutating func put(_ placed: PlacedHeader, _ name: String, _ values: [Value], _ span: SourceSpan) {
    guard let header = placed.header else { return }
    for (part, value) in zip(placed.kind.field(name)?.parts ?? [], values) {
      builder.perform(.storeField(header, part, value), span)
    }
  }

  private mutating func put(_ placed: PlacedHeader, _ name: String, _ number: UInt64, _ span: SourceSpan) {
    guard let type = placed.kind.field(name)?.parts.first?.type else { return }
    put(placed, name, [builder.number(number, type)], span)
  }

  /// The header of the error itself; as control traffic it has precedence 6 (RFC 1812, 4.3.2.5).
  private mutating func fill(
    _ ip: PlacedHeader, _ carried: Value, _ from: [Value], to destination: [Value], _ span: SourceSpan
  ) {
    let isIPv4 = ip.kind == .ipv4
    put(ip, "version", isIPv4 ? 4 : 6, span)
    put(ip, "dscp", 48, span)
    put(ip, "ttl", 64, span)
    if let field = ip.kind.field("protocol")?.parts.first, let header = ip.header {
      builder.perform(.storeField(header, field, builder.number(isIPv4 ? 1 : 58, .u8)), span)
    }
    if isIPv4 { put(ip, "headerWords", 5, span) }
    let length = isIPv4 ? sum(carried, 20) : carried
    put(ip, isIPv4 ? "totalLength" : "payloadLength", [builder.convert(length, to: .u16, span)], span)
    put(ip, "source", from, span)
    put(ip, "destination", destination, span)
    guard isIPv4, let header = ip.header, let checksum = ip.ownChecksum else { return }
    let sum = builder.emit(.sumBytes(offset: ip.offset, length: builder.number(20, .u32)), .u16, span)
    let value = builder.binary(.xor, sum, builder.number(0xffff, .u16), span)
    builder.perform(.storeField(header, checksum, value), span)
  }

  private mutating func fill(
    _ message: PlacedHeader, _ ip: PlacedHeader, _ length: Value, _ values: ErrorValues, _ span: SourceSpan
  ) {
    guard let header = message.header, let checksum = message.ownChecksum else { return }
    put(message, "type", [values.type], span)
    put(message, "code", [values.code], span)
    if let rest = values.rest {
      builder.perform(.storeField(header, Field(name: "rest", bitOffset: 32, type: .u32), rest), span)
    }
    forgetLoads(of: header, overlapping: checksum)
    builder.perform(.storeField(header, checksum, segmentSum(message, ip, length, span)), span)
    forgetLoads(of: header, overlapping: checksum)
  }

  private mutating func swapAddresses(_ position: Int, _ span: SourceSpan) {
    guard let frame = layout[..<position].last(where: { $0.kind == .ethernet }) else { return }
    let (source, destination) = (loadWords(frame, "source"), loadWords(frame, "destination"))
    let header = handle(frame)
    for (name, words) in [("destination", source), ("source", destination)] {
      for (part, value) in zip(frame.kind.field(name)?.parts ?? [], words) {
        builder.perform(.storeField(header, part, value), span)
        forgetLoads(of: header, overlapping: part)
      }
    }
  }
}
