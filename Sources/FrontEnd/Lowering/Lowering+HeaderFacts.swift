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
  mutating func payloadProtocol(_ ip: PlacedHeader) -> Value { load(ip, "protocol") }

  /// The same instructions as `ip.isFragment`, so that it costs nothing where this was asked before.
  mutating func isFragment(_ ip: PlacedHeader) -> Value {
    guard ip.kind == .ipv4 else {
      return builder.compare(.eq, load(ip, "protocol"), builder.number(44, .u8), nil)
    }
    let mask: UInt64 = ip.layer.isQuoted ? 0x1fff : 0x3fff
    let bits = builder.binary(.and, load(ip, "fragment"), builder.number(mask, .u16), nil)
    return builder.compare(.ne, bits, builder.number(0, .u16), nil)
  }

  /// True of an IPv6 packet's part that is not the first.
  mutating func isLaterFragment6(_ ip: PlacedHeader) -> Value { isFragment(ip) }

  /// The first byte of what an IP header carries.
  mutating func payloadStart(_ ip: PlacedHeader) -> Value { end(of: ip) }

  /// What tells the headers behind IPv6 apart.
  mutating func ipv6Selector(_ ip: PlacedHeader) -> Value { load(ip, "protocol") }

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
