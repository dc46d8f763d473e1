import Diagnostics
import IR

/// What headers say that is no field of their own.
extension Lowering {
  mutating func lower(_ fact: HeaderFact, of binding: Int, _ type: Type, _ span: SourceSpan) -> Value {
    guard let (header, _) = placed(binding) else { return builder.number(0, type.words.first?.type ?? .u64) }
    switch fact {
    case .isFragment: return builder.settled(isFragment(header))
    case .payloadProtocol: return builder.settled(payloadProtocol(header))
    case .end: return end(of: header)
    case .key: return key(of: header)
    }
  }

  /// The protocol of what an IP header carries.
  mutating func payloadProtocol(_ ip: PlacedHeader) -> Value {
    if ip.kind == .ipv4 { return load(ip, "protocol") }
    return builder.convert(ip.code ?? walk(ip, from: 16, as: .u16), to: .u8, nil)
  }

  /// The same instructions as `ip.isFragment`, so that it costs nothing where this was asked before.
  mutating func isFragment(_ ip: PlacedHeader) -> Value {
    if ip.kind == .ipv6 {
      guard let code = ip.code else { return walk(ip, from: ip.layer.isQuoted ? 25 : 24, as: .bit) }
      let above = builder.binary(.shr, code, builder.number(ip.layer.isQuoted ? 9 : 8, .u16), nil)
      return builder.convert(above, to: .bit, nil)
    }
    let mask: UInt64 = ip.layer.isQuoted ? 0x1fff : 0x3fff
    let bits = builder.binary(.and, load(ip, "fragment"), builder.number(mask, .u16), nil)
    return builder.compare(.ne, bits, builder.number(0, .u16), nil)
  }

  /// True of an IPv6 packet's part that is not the first.
  mutating func isLaterFragment6(_ ip: PlacedHeader) -> Value { walk(ip, from: 25, as: .bit) }

  /// The first byte of what an IP header carries.
  mutating func payloadStart(_ ip: PlacedHeader) -> Value {
    ip.kind == .ipv4 || ip.code != nil ? end(of: ip) : builder.convert(walk(ip, from: 0, as: .u16), to: .u32, nil)
  }

  /// What stands behind the extension headers of IPv6, from a bit of `ExtensionWalk` on.
  private mutating func walk(_ ip: PlacedHeader, from bit: UInt64, as type: IntType) -> Value {
    let first = builder.emit(.loadField(handle(ip), HeaderKind.nextHeader), .u8, nil)
    let fixed = builder.binary(.add, ip.offset, builder.number(40, .u32), nil)
    let walk = builder.emit(.skipExtensions(protocol: first, offset: fixed), .u64, nil)
    return builder.convert(builder.binary(.shr, walk, builder.number(bit, .u64), nil), to: type, nil)
  }

  /// What tells the headers behind IPv6 apart: the protocol, with a bit above it that is set in fragments, of which a
  /// quoted packet's first one counts as whole.
  mutating func ipv6Selector(_ ip: PlacedHeader) -> Value {
    ip.code ?? walk(ip, from: 16, as: .u16)
  }

  private func codeMask(_ ip: PlacedHeader) -> UInt64 {
    ip.layer.isQuoted ? 0x2ff : followsFragments(ip) ? 0x3ff : 0x1ff
  }

  /// What the fragments of one packet have in common: u32.
  mutating func identification(of ip: PlacedHeader) -> Value {
    if ip.kind == .ipv4 { return builder.convert(load(ip, "identification"), to: .u32, nil) }
    return walk(ip, from: 32, as: .u32)
  }

  /// True of a packet's part that is not the first, where fragments are followed.
  mutating func isLaterPart(_ ip: PlacedHeader) -> Value {
    if ip.kind == .ipv6 {
      guard let code = ip.code else { return isLaterFragment6(ip) }
      return builder.convert(builder.binary(.shr, code, builder.number(9, .u16), nil), to: .bit, nil)
    }
    let offset = builder.binary(.and, load(ip, "fragment"), builder.number(0x1fff, .u16), nil)
    return builder.compare(.ne, offset, builder.number(0, .u16), nil)
  }

  /// The IPv6 header with what stands behind its extension headers for its payload. Packets without any, the most, go
  /// their own way to where both come together, so that a site which cannot walk them serves these.
  mutating func behindExtensions(_ ip: PlacedHeader, _ label: String) -> PlacedHeader {
    let first = load(ip, "protocol")
    guard let here = builder.flow else { return ip }
    let plain = builder.newBlock(label)
    let extended = builder.newBlock(label + ".extensions")
    builder.end(.branch(condition: isExtension(first), then: Target(extended), else: Target(plain)), nil)
    builder.flow = here.moved(to: plain)
    let carried = ip.carried.map { [$0] } ?? []
    let plainValues = [builder.convert(first, to: .u16, nil), end(of: ip)] + carried
    let plainArrival = builder.flow.map { GraphBuilder.Arrival(flow: $0, values: plainValues) }
    builder.flow = here.moved(to: extended)
    let bits = walk(ip, from: 16, as: .u16)
    let code = builder.binary(.and, bits, builder.number(codeMask(ip), .u16), nil)
    let behind = builder.convert(walk(ip, from: 0, as: .u16), to: .u32, nil)
    let skipped = builder.binary(.sub, behind, end(of: ip), nil)
    let rest = carried.map { builder.binary(.subSat, $0, skipped, nil) }
    let extendedArrival = builder.flow.map { GraphBuilder.Arrival(flow: $0, values: [code, behind] + rest) }
    let values = builder.merge([plainArrival, extendedArrival].compactMap { $0 }, label: label + ".payload")
    var result = ip
    (result.code, result.end) = (values[0], values[1])
    if values.count > 2 { result.carried = values[2] }
    return result
  }

  /// One condition for all of them: a switch would make each a path of its own.
  private mutating func isExtension(_ protocol: Value) -> Value {
    let tests = HeaderKind.extensionHeaders.map { builder.compare(.eq, `protocol`, builder.number($0, .u8), nil) }
    return tests.dropFirst().reduce(tests[0]) { builder.binary(.or, $0, $1, nil) }
  }

  /// The key of GRE, 0 where there is none. Its bytes are looked at only where they are.
  private mutating func key(of gre: PlacedHeader) -> Value {
    let hasKey = load(gre, "hasKey")
    let offset = builder.emit(.select(condition: hasKey, then: gre.offset, else: builder.number(0, .u32)), .u32, nil)
    let header = newHeader("greKey", kind: "greKey", bytes: 8)
    builder.perform(.bind(header, offset: offset), nil)
    let key = builder.emit(.loadField(header, Field(name: "key", bitOffset: 32, type: .u32)), .u32, nil)
    return builder.emit(.select(condition: hasKey, then: key, else: builder.number(0, .u32)), .u32, nil)
  }
}

extension HeaderKind {
  /// RFC 8200: hop-by-hop options, routing, fragment, destination options; RFC 4302: authentication.
  static let extensionHeaders: [UInt64] = [0, 43, 44, 51, 60]

  fileprivate static let nextHeader = Field(name: "protocol", bitOffset: 48, type: .u8)
}
