import Diagnostics
import IR

/// The parse of IP and of what it carries.
extension Lowering {
  /// Where an IP payload begins, and its bytes: u32.
  private struct Payload {
    var ip: HeaderKind
    var offset: Value
    var length: Value
    var found: Found
  }

  /// Checks an IP header and lowers the leaves under it; gives the way of malformed packets.
  mutating func lowerIP(_ kind: HeaderKind, _ header: HeaderID, _ offset: Value, _ found: Found) -> Flow? {
    let (payload, isSound) = kind == .ipv4 ? checkIPv4(header, offset, found) : checkIPv6(header, offset, found)
    let (sound, malformed) = builder.branch(isSound, (kind.rawValue, kind.rawValue + ".malformed"), nil)
    builder.flow = sound
    let transports = demandedTransports(kind)
    if transports.isEmpty {
      lowerLeaf(.ip(kind), found)
      return malformed
    }
    var others: [Flow?] = []
    if kind == .ipv4 {
      let (fragment, whole) = builder.branch(isFragment(header), ("ipv4.fragment", "ipv4"), nil)
      if asksForFragments {
        builder.flow = fragment
        lowerLeaf(.ip(kind), found)
      } else {
        others.append(fragment)
      }
      builder.flow = whole
    }
    dispatch(transports, header, payload, &others)
    builder.join(others, label: kind.rawValue + ".other")
    if builder.flow != nil { lowerLeaf(.ip(kind), found) }
    return malformed
  }

  private mutating func load(_ header: HeaderID, _ kind: HeaderKind, _ name: String) -> Value {
    let field = kind.field(name)?.parts.first ?? Field(name: name, bitOffset: 0, type: .u8)
    return builder.emit(.loadField(header, field), field.type, nil)
  }

  /// RFC 791: version 4, a header of 20 bytes at least, all of it and no more than the packet within the total length.
  private mutating func checkIPv4(_ header: HeaderID, _ offset: Value, _ found: Found) -> (Payload, Value) {
    let version = load(header, .ipv4, "version")
    let isVersion = builder.compare(.eq, version, builder.number(4, IntType(4)), nil)
    let words = load(header, .ipv4, "headerWords")
    let isLong = builder.compare(.ge, words, builder.number(5, IntType(4)), nil)
    let headerLength = builder.binary(.shl, builder.convert(words, to: .u32, nil), builder.number(2, .u32), nil)
    let total = builder.convert(load(header, .ipv4, "totalLength"), to: .u32, nil)
    let holdsHeader = builder.compare(.ge, total, headerLength, nil)
    let available = builder.binary(.sub, builder.emit(.packetLength, .u32, nil), offset, nil)
    let fits = builder.compare(.le, total, available, nil)
    let payload = Payload(
      ip: .ipv4, offset: builder.binary(.add, offset, headerLength, nil),
      length: builder.binary(.sub, total, headerLength, nil), found: found)
    return (payload, allOf([isVersion, isLong, holdsHeader, fits]))
  }

  /// RFC 8200: version 6, the payload within the packet.
  private mutating func checkIPv6(_ header: HeaderID, _ offset: Value, _ found: Found) -> (Payload, Value) {
    let version = load(header, .ipv6, "version")
    let isVersion = builder.compare(.eq, version, builder.number(6, IntType(4)), nil)
    let length = builder.convert(load(header, .ipv6, "payloadLength"), to: .u32, nil)
    let start = builder.binary(.add, offset, builder.number(40, .u32), nil)
    let available = builder.binary(.sub, builder.emit(.packetLength, .u32, nil), start, nil)
    let fits = builder.compare(.le, length, available, nil)
    return (Payload(ip: .ipv6, offset: start, length: length, found: found), allOf([isVersion, fits]))
  }

  private mutating func allOf(_ conditions: [Value]) -> Value {
    conditions.dropFirst().reduce(conditions[0]) { builder.binary(.and, $0, $1, nil) }
  }

  /// The same instructions as `ip.isFragment`, so that it costs nothing where this was asked before.
  private mutating func isFragment(_ header: HeaderID) -> Value {
    let bits = builder.binary(.and, load(header, .ipv4, "fragment"), builder.number(0x3fff, .u16), nil)
    return builder.compare(.ne, bits, builder.number(0, .u16), nil)
  }

  /// True where a handler's condition tells fragments from other packets: they then go their own way from here.
  private var asksForFragments: Bool {
    program.handlers.contains { handler in
      guard let instance = handler.instance(at: .ip(.ipv4)) else { return false }
      return handler.instances[instance]?.condition?.reads("fragment") ?? false
    }
  }

  // MARK: Transport

  /// Transport headers that some handler needs under an IP version.
  private func demandedTransports(_ ip: HeaderKind) -> [HeaderKind] {
    let wanted = Leaf.Transport.allCases.filter { transport in
      program.handlers.contains { handler in
        handler.patterns.contains { $0.alternatives.first?.layer == .transport }
          && handler.instance(at: .transport(ip, transport)) != nil
      }
    }.map { $0.header(in: ip) }
    return HeaderKind.allCases.filter(wanted.contains)
  }

  private func numbersOfKind(_ kind: HeaderKind) -> UInt64 {
    switch kind {
    case .tcp: 6
    case .udp: 17
    case .icmp: 1
    default: 58
    }
  }

  private mutating func dispatch(
    _ kinds: [HeaderKind], _ header: HeaderID, _ payload: Payload, _ others: inout [Flow?]
  ) {
    let number = load(header, payload.ip, "protocol")
    guard let here = builder.flow else { return }
    let blocks = kinds.map { builder.newBlock(payload.ip.rawValue + "." + $0.rawValue) }
    let other = builder.newBlock(payload.ip.rawValue + ".other")
    let cases = zip(kinds, blocks).map { SwitchCase(numbersOfKind($0), Target($1)) }
    builder.end(.switch(number, cases: cases, default: Target(other)), nil)
    others.append(here.moved(to: other))
    for (kind, block) in zip(kinds, blocks) {
      builder.flow = builder.assuming(number, numbersOfKind(kind), here.moved(to: block))
      lowerTransport(kind, payload, &others)
    }
  }

  private mutating func lowerTransport(_ kind: HeaderKind, _ payload: Payload, _ others: inout [Flow?]) {
    let leaf = Leaf.transport(payload.ip, kind == .tcp ? .tcp : kind == .udp ? .udp : .icmp)
    let (bound, short) = extract(kind, at: payload.offset, for: leaf, label: leaf.label)
    others.append(short)
    builder.flow = bound.flow
    let isSound = isSoundTransport(kind, bound.header, payload)
    let (sound, malformed) = builder.branch(isSound, (leaf.label, leaf.label + ".malformed"), nil)
    others.append(malformed)
    builder.flow = sound
    var found = payload.found
    found.headers[kind] = bound.header
    if kind == .tcp || kind == .udp || !demandsEcho {
      lowerLeaf(leaf, found)
    } else {
      lowerICMP(payload.ip, kind, bound.header, found)
    }
  }

  /// TCP: the data offset within the payload (RFC 9293). UDP: the length within it (RFC 768). ICMP: eight bytes.
  private mutating func isSoundTransport(_ kind: HeaderKind, _ header: HeaderID, _ payload: Payload) -> Value {
    switch kind {
    case .tcp:
      let words = load(header, .tcp, "headerWords")
      let length = builder.binary(.shl, builder.convert(words, to: .u32, nil), builder.number(2, .u32), nil)
      let isLong = builder.compare(.ge, words, builder.number(5, IntType(4)), nil)
      return allOf([isLong, builder.compare(.le, length, payload.length, nil)])
    case .udp:
      let length = load(header, .udp, "length")
      let isLong = builder.compare(.ge, length, builder.number(8, .u16), nil)
      return allOf([isLong, builder.compare(.le, builder.convert(length, to: .u32, nil), payload.length, nil)])
    default: return builder.compare(.ge, payload.length, builder.number(8, .u32), nil)
    }
  }

  private var demandsEcho: Bool {
    program.handlers.contains { $0.patterns.contains { $0.alternatives.contains(where: \.isEcho) } }
  }

  /// Tells echo messages from other ICMP: types 8 and 0 (RFC 792), 128 and 129 (RFC 4443).
  private mutating func lowerICMP(_ ip: HeaderKind, _ kind: HeaderKind, _ header: HeaderID, _ found: Found) {
    let type = load(header, kind, "type")
    guard let here = builder.flow else { return }
    let variants: [(UInt64, Leaf)] = [
      (kind == .icmp ? 8 : 128, .transport(ip, .echoRequest)), (kind == .icmp ? 0 : 129, .transport(ip, .echoReply)),
    ]
    let blocks = variants.map { builder.newBlock($0.1.label) }
    let plain = builder.newBlock(Leaf.transport(ip, .icmp).label)
    let cases = zip(variants, blocks).map { SwitchCase($0.0, Target($1)) }
    builder.end(.switch(type, cases: cases, default: Target(plain)), nil)
    for ((number, leaf), block) in zip(variants, blocks) {
      builder.flow = builder.assuming(type, number, here.moved(to: block))
      lowerLeaf(leaf, found)
    }
    builder.flow = here.moved(to: plain)
    lowerLeaf(.transport(ip, .icmp), found)
  }
}
