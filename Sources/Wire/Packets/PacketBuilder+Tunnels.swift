// Packets within packets: tunnels, and the errors that quote what they are about.
extension PacketBuilder {
  /// What an IP packet carries another packet in.
  public enum Tunnel: Hashable, Sendable {
    /// IPv4 or IPv6 in IP (RFC 2003, RFC 2473).
    case ip
    /// GRE without options, or with a key (RFC 2784, RFC 2890).
    case gre(key: UInt32?)
    /// A whole frame in UDP (RFC 7348).
    case vxlan(vni: UInt32, sourcePort: UInt16)
    /// A G-PDU in UDP (3GPP TS 29.281).
    case gtpu(teid: UInt32)
  }

  /// The frame `inner` in a tunnel from one address to another. All but VXLAN leave its link-layer header out.
  public static func tunnelled(
    _ inner: [UInt8], in tunnel: Tunnel, from: IPAddress, to: IPAddress, options: Options = Options()
  ) -> [UInt8] {
    let packet = networkLayer(inner)
    switch tunnel {
    case .ip: return self.packet(from, to, packet.isIPv6 ? IPProtocol.ipv6 : IPProtocol.ipInIP, packet.bytes, options)
    case .gre(let key):
      let flags: UInt16 = key == nil ? 0 : 0x2000
      let optional = key.map { bigEndianBytes(UInt64($0), count: 4) } ?? []
      let header = word(flags) + word(packet.isIPv6 ? EtherType.ipv6 : EtherType.ipv4) + optional
      return self.packet(from, to, IPProtocol.gre, header + packet.bytes, options)
    case .vxlan(let vni, let sourcePort):
      let header = [0x08, 0, 0, 0] + bigEndianBytes(UInt64(vni) << 8, count: 4)
      return udp(from: Endpoint(from, sourcePort), to: Endpoint(to, 4789), payload: header + inner, options: options)
    case .gtpu(let teid):
      let length = word(UInt16(truncatingIfNeeded: packet.bytes.count))
      let header = [0x30, 0xff] + length + bigEndianBytes(UInt64(teid), count: 4)
      return udp(from: Endpoint(from, 2152), to: Endpoint(to, 2152), payload: header + packet.bytes, options: options)
    }
  }

  /// An ICMP or ICMPv6 error, of the family of `from`, about a packet: it quotes the IP header and `quoted` bytes behind it.
  public static func icmpError(
    type: UInt8, code: UInt8, from: IPAddress, to: IPAddress, about frame: [UInt8], quoted: Int = 8,
    options: Options = Options()
  ) -> [UInt8] {
    let packet = networkLayer(frame)
    let header = packet.isIPv6 ? IPv6View.bytes : Int((packet.bytes.first ?? 0) & 15) * 4
    let segment = [type, code, 0, 0, 0, 0, 0, 0] + packet.bytes.prefix(header + quoted)
    let transport = from.isIPv6 ? IPProtocol.icmpV6 : IPProtocol.icmp
    return self.packet(from, to, transport, sealed(segment, from, to, transport, at: 2), options)
  }

  /// The bytes behind the link-layer header and its tags.
  private static func networkLayer(_ frame: [UInt8]) -> (bytes: [UInt8], isIPv6: Bool) {
    guard let ethernet = EthernetView(checking: frame[...]) else { return ([], false) }
    return (Array(ethernet.payload), ethernet.etherType == EtherType.ipv6)
  }
}
