/// Makes frames with correct lengths and checksums.
///
///     PacketBuilder.tcp(from: Endpoint(.v4(10, 0, 0, 1), 4000), to: Endpoint(.v4(192, 0, 2, 1), 80), flags: .syn)
public enum PacketBuilder {
  /// What surrounds the transport segment.
  public struct Options: Hashable, Sendable {
    public var destinationMAC: [UInt8] = [0x02, 0, 0, 0, 0, 0x02]
    public var sourceMAC: [UInt8] = [0x02, 0, 0, 0, 0, 0x01]
    /// VLAN identifiers, outermost first; two or more make QinQ.
    public var vlans: [UInt16] = []
    public var timeToLive: UInt8 = 64
    /// The differentiated services field (RFC 2474), 6 bits.
    public var dscp: UInt8 = 0
    public var identification: UInt16 = 0
    /// IPv4 options, padded with zeros to a multiple of 4 and cut to 40 bytes.
    public var ipv4Options: [UInt8] = []
    /// Makes an IPv4 or IPv6 fragment of the packet; offset in bytes, a multiple of 8.
    public var fragment: Fragment?
    /// Puts an empty IPv6 destination options header (8 bytes) before the segment.
    public var ipv6DestinationOptions = false
    /// Leaves the UDP checksum 0 ("not computed"); meant for IPv4.
    public var omitsUDPChecksum = false

    public init() {}
  }

  /// The bytes `offset ..< offset + length` of the segment.
  public struct Fragment: Hashable, Sendable {
    public var offset: Int
    public var length: Int
    public var more: Bool
    public init(offset: Int, length: Int, more: Bool) {
      self.offset = offset
      self.length = length
      self.more = more
    }
  }

  public static func udp(
    from: Endpoint, to: Endpoint, payload: [UInt8] = [], options: Options = Options()
  ) -> [UInt8] {
    let length = UDPView.bytes + payload.count
    let header = word(from.port) + word(to.port) + word(UInt16(truncatingIfNeeded: length)) + [0, 0]
    let segment = header + payload
    guard !options.omitsUDPChecksum else {
      return packet(from.address, to.address, IPProtocol.udp, segment, options)
    }
    let sealed = sealed(segment, from.address, to.address, IPProtocol.udp, at: 6)
    return packet(from.address, to.address, IPProtocol.udp, sealed, options)
  }

  public static func tcp(
    from: Endpoint, to: Endpoint, flags: TCPFlags = .ack, sequence: UInt32 = 1, acknowledgement: UInt32 = 0,
    payload: [UInt8] = [], options: Options = Options()
  ) -> [UInt8] {
    var segment = word(from.port) + word(to.port)
    segment += bigEndianBytes(UInt64(sequence), count: 4) + bigEndianBytes(UInt64(acknowledgement), count: 4)
    segment += [0x50, flags.rawValue] + word(0xffff) + [0, 0, 0, 0] + payload
    let sealed = sealed(segment, from.address, to.address, IPProtocol.tcp, at: 16)
    return packet(from.address, to.address, IPProtocol.tcp, sealed, options)
  }

  /// An echo request, or its reply, of the addresses' family.
  public static func icmpEcho(
    from: IPAddress, to: IPAddress, identifier: UInt16, sequence: UInt16 = 1, isReply: Bool = false,
    payload: [UInt8] = [], options: Options = Options()
  ) -> [UInt8] {
    let types = ICMPView.echoTypes(isIPv6: from.isIPv6)
    let transport = from.isIPv6 ? IPProtocol.icmpV6 : IPProtocol.icmp
    let segment = [isReply ? types.reply : types.request, 0, 0, 0] + word(identifier) + word(sequence) + payload
    return packet(from, to, transport, sealed(segment, from, to, transport, at: 2), options)
  }

  /// An IP packet around any segment, as it is.
  public static func packet(
    _ source: IPAddress, _ destination: IPAddress, _ transport: UInt8, _ segment: [UInt8],
    _ options: Options = Options()
  ) -> [UInt8] {
    switch (source, destination) {
    case (.v4(let source), .v4(let destination)):
      frame(EtherType.ipv4, ipv4(source, destination, transport, segment, options), options)
    default:
      frame(EtherType.ipv6, ipv6(source, destination, transport, segment, options), options)
    }
  }

  /// A frame of any type around any payload.
  public static func frame(_ etherType: UInt16, _ payload: [UInt8], _ options: Options = Options()) -> [UInt8] {
    var bytes = options.destinationMAC + options.sourceMAC
    for (position, vlan) in options.vlans.enumerated() {
      let isOuter = position + 1 < options.vlans.count
      bytes += word(isOuter ? EtherType.qinq : EtherType.vlan) + word(vlan)
    }
    return bytes + word(etherType) + payload
  }

  /// An ARP request for an IPv4 address.
  public static func arpRequest(from: IPv4Address, to: IPv4Address, options: Options = Options()) -> [UInt8] {
    let fixed: [UInt8] = [0, 1, 8, 0, 6, 4, 0, 1]
    return frame(EtherType.arp, fixed + options.sourceMAC + from.bytes + [0, 0, 0, 0, 0, 0] + to.bytes, options)
  }
}

extension PacketBuilder {
  static func word(_ value: UInt16) -> [UInt8] { bigEndianBytes(UInt64(value), count: 2) }

  /// Puts the checksum of a segment, with its pseudo header, at a position that holds zeros.
  static func sealed(
    _ segment: [UInt8], _ source: IPAddress, _ destination: IPAddress, _ transport: UInt8, at position: Int
  ) -> [UInt8] {
    let pseudo = Checksum.pseudoHeader(
      source: source, destination: destination, transport: transport, length: segment.count)
    let computed = Checksum.internet(segment, onto: pseudo)
    let stored = computed == 0 && transport == IPProtocol.udp ? 0xffff : computed
    var sealed = segment
    sealed.replaceSubrange(position..<position + 2, with: word(stored))
    return sealed
  }

  private static func ipv4(
    _ source: IPv4Address, _ destination: IPv4Address, _ transport: UInt8, _ segment: [UInt8], _ options: Options
  ) -> [UInt8] {
    let given = options.ipv4Options.prefix(40)
    let padded = Array(given) + [UInt8](repeating: 0, count: (4 - given.count % 4) % 4)
    let (body, offset, more) = cut(segment, options)
    let headerLength = IPv4View.bytes + padded.count
    var header: [UInt8] = [0x40 | UInt8(headerLength / 4), options.dscp << 2]
    header += word(UInt16(truncatingIfNeeded: headerLength + body.count)) + word(options.identification)
    header += word((more ? 0x2000 : 0) | UInt16(truncatingIfNeeded: offset / 8) & 0x1fff)
    header += [options.timeToLive, transport, 0, 0] + source.bytes + destination.bytes + padded
    header.replaceSubrange(10..<12, with: word(Checksum.internet(header)))
    return header + body
  }

  private static func ipv6(
    _ source: IPAddress, _ destination: IPAddress, _ transport: UInt8, _ segment: [UInt8], _ options: Options
  ) -> [UInt8] {
    var (body, offset, more) = cut(segment, options)
    var next = transport
    if options.fragment != nil {
      let position = UInt16(truncatingIfNeeded: offset) & 0xfff8 | (more ? 1 : 0)
      body = [next, 0] + word(position) + bigEndianBytes(UInt64(options.identification), count: 4) + body
      next = IPProtocol.ipv6Fragment
    }
    if options.ipv6DestinationOptions {
      body = [next, 0, 1, 4, 0, 0, 0, 0] + body  // one PadN option of 6 bytes
      next = IPProtocol.ipv6Destination
    }
    let header: [UInt8] = [0x60 | options.dscp >> 2 & 0x0f, options.dscp << 6, 0, 0] + word(UInt16(truncatingIfNeeded: body.count)) + [next, options.timeToLive]
    return header + mapped(source).bytes + mapped(destination).bytes + body
  }

  /// An IPv4 address in an IPv6 packet is written in its mapped form, `::ffff:a.b.c.d`.
  private static func mapped(_ address: IPAddress) -> IPv6Address {
    switch address {
    case .v4(let address): IPv6Address(high: 0, low: 0xffff_0000_0000 | UInt64(address.bits))
    case .v6(let address): address
    }
  }

  private static func cut(_ segment: [UInt8], _ options: Options) -> (body: [UInt8], offset: Int, more: Bool) {
    guard let fragment = options.fragment else { return (segment, 0, false) }
    let body = segment.dropFirst(max(0, fragment.offset)).prefix(max(0, fragment.length))
    return (Array(body), max(0, fragment.offset), fragment.more)
  }
}
