import IR

/// A field of a header as programs see it.
struct HeaderField: Hashable, Sendable {
  var name: String
  var type: Type
  /// From the header's first bit.
  var bitOffset: Int
  /// False for what the parse rests on: lengths, versions, protocol numbers, checksums.
  var isWritable: Bool

  /// The IR's fields: one, or the two halves of an IPv6 address.
  var parts: [Field] {
    var offset = bitOffset
    return type.words(named: name).map { word in
      defer { offset += word.type.bits }
      return Field(name: word.name, bitOffset: offset, type: word.type)
    }
  }
}

extension HeaderKind {
  /// The field of a name. The identifier of an ICMP echo plays both ports.
  func field(_ name: String) -> HeaderField? {
    let isPort = name == "source" || name == "destination"
    let wanted = isPort && (self == .icmp || self == .icmpv6) ? "identifier" : name
    return fields.first { $0.name == wanted }
  }

  var fields: [HeaderField] {
    switch self {
    case .ethernet: Self.ethernetFields
    case .vlan: Self.vlanFields
    case .arp: Self.arpFields
    case .ipv4: Self.ipv4Fields
    case .ipv6: Self.ipv6Fields
    case .tcp: Self.tcpFields
    case .udp: Self.udpFields
    case .icmp, .icmpv6: Self.icmpFields
    case .gre: Self.greFields
    case .vxlan: Self.vxlanFields
    case .gtpu: Self.gtpuFields
    case .user(let header): header.fields
    }
  }

  /// The Internet checksum over the header's own data, for those that have one.
  var checksum: Field? {
    switch self {
    case .ipv4: Field(name: "checksum", bitOffset: 80, type: .u16)
    case .tcp: Field(name: "checksum", bitOffset: 128, type: .u16)
    case .udp: Field(name: "checksum", bitOffset: 48, type: .u16)
    case .icmp, .icmpv6: Field(name: "checksum", bitOffset: 16, type: .u16)
    default: nil
    }
  }

  /// True where the checksum covers the addresses of the IP header too (RFC 793, 768, 4443).
  var hasPseudoHeader: Bool { [.tcp, .udp, .icmpv6].contains(self) }

  private static func fixed(_ name: String, _ type: Type, at bit: Int) -> HeaderField {
    HeaderField(name: name, type: type, bitOffset: bit, isWritable: false)
  }
  private static func free(_ name: String, _ type: Type, at bit: Int) -> HeaderField {
    HeaderField(name: name, type: type, bitOffset: bit, isWritable: true)
  }

  private static let ethernetFields = [
    free("destination", .mac, at: 0), free("source", .mac, at: 48), fixed("type", .u16, at: 96),
  ]
  /// IEEE 802.1Q: the tag's control information, then the type of what follows.
  private static let vlanFields = [
    free("priority", .integer(bits: 3), at: 0), free("dropEligible", .bool, at: 3),
    free("id", .integer(bits: 12), at: 4), fixed("type", .u16, at: 16),
  ]
  /// RFC 826, for IPv4 over Ethernet.
  private static let arpFields = [
    fixed("hardware", .u16, at: 0), fixed("protocol", .u16, at: 16), fixed("operation", .u16, at: 48),
    free("senderMac", .mac, at: 64), free("senderAddress", .ipv4, at: 112),
    free("targetMac", .mac, at: 144), free("targetAddress", .ipv4, at: 192),
  ]
  /// RFC 791.
  private static let ipv4Fields = [
    fixed("version", .integer(bits: 4), at: 0), fixed("headerWords", .integer(bits: 4), at: 4),
    free("dscp", .integer(bits: 6), at: 8), free("ecn", .integer(bits: 2), at: 14),
    fixed("totalLength", .u16, at: 16), free("identification", .u16, at: 32),
    fixed("fragment", .u16, at: 48), fixed("dontFragment", .bool, at: 49),
    free("ttl", .u8, at: 64), fixed("protocol", .u8, at: 72), fixed("checksum", .u16, at: 80),
    free("source", .ipv4, at: 96), free("destination", .ipv4, at: 128),
  ]
  /// RFC 8200. `ttl` and `protocol` are the hop limit and the next header, so that one handler serves both versions.
  private static let ipv6Fields = [
    fixed("version", .integer(bits: 4), at: 0), free("dscp", .integer(bits: 6), at: 4),
    free("ecn", .integer(bits: 2), at: 10), free("flowLabel", .integer(bits: 20), at: 12),
    fixed("payloadLength", .u16, at: 32), fixed("protocol", .u8, at: 48), free("ttl", .u8, at: 56),
    free("source", .ipv6, at: 64), free("destination", .ipv6, at: 192),
  ]
  /// RFC 9293; the flags from `cwr` to `fin` are the bits of byte 13.
  private static let tcpFields = [
    free("source", .u16, at: 0), free("destination", .u16, at: 16), free("sequence", .u32, at: 32),
    free("acknowledgment", .u32, at: 64), free("headerWords", .integer(bits: 4), at: 96),
    free("cwr", .bool, at: 104), free("ece", .bool, at: 105), free("urg", .bool, at: 106),
    free("ack", .bool, at: 107), free("psh", .bool, at: 108), free("rst", .bool, at: 109),
    free("syn", .bool, at: 110), free("fin", .bool, at: 111), free("window", .u16, at: 112),
    fixed("checksum", .u16, at: 128), free("urgent", .u16, at: 144),
  ]
  /// RFC 768.
  private static let udpFields = [
    free("source", .u16, at: 0), free("destination", .u16, at: 16), fixed("length", .u16, at: 32),
    fixed("checksum", .u16, at: 48),
  ]
  /// RFC 792 and 4443.
  private static let icmpFields = [
    free("type", .u8, at: 0), free("code", .u8, at: 8), fixed("checksum", .u16, at: 16),
    free("identifier", .u16, at: 32), free("sequence", .u16, at: 48),
  ]
  /// RFC 2784 and 2890; `key` is there when `hasKey` says so, and read as 0 otherwise.
  private static let greFields = [
    fixed("hasKey", .bool, at: 2), fixed("protocol", .u16, at: 16), fixed("key", .u32, at: 32),
  ]
  /// RFC 7348.
  private static let vxlanFields = [fixed("flags", .u8, at: 0), free("vni", .integer(bits: 24), at: 32)]
  /// 3GPP TS 29.281.
  private static let gtpuFields = [
    fixed("flags", .u8, at: 0), fixed("messageType", .u8, at: 8), fixed("length", .u16, at: 16),
    free("teid", .u32, at: 32),
  ]
}
