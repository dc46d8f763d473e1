import Wire

/// Packets in words, in both directions.
///
///     tcp 10.0.0.1:4000 > 192.0.2.1:80 SYN ttl=64 vlan=5 dscp=0 data=00ff
///     udp [2001:db8::1]:53 > [2001:db8::2]:4000
///     echo 10.0.0.1 > 192.0.2.1 id=7          reply …          arp 10.0.0.1 > 10.0.0.2        ip=99 10.0.0.1 > 10.0.0.2 data=00
///     gtpu=7 192.0.2.1 > 192.0.2.2 { udp 10.0.0.1:1 > 10.0.0.2:2 }          ipip, gre, gre=KEY, vxlan=VNI
///     error=11/0 192.0.2.9 > 203.0.113.1 { udp 203.0.113.1:1024 > 198.51.100.1:53 }
///     frame=88b5 data=0102
///
/// Words that may follow: flags of TCP (`SYN,ACK`), `seq=`, `ack=`, `id=`, `ttl=`, `dscp=`, `vlan=` (outer first), `smac=`, `dmac=`, `data=` (hexadecimal) or `size=` (bytes
/// of payload), `fragment=OFFSET,LENGTH[,more]`, `ipid=`, `options` (eight bytes of IPv4 options), `extension` (an IPv6 destination options header), `nosum` (UDP without a checksum).
struct PacketNotation {
  private var words: ArraySlice<String>

  /// The packet that some words describe.
  static func packet(_ words: some Collection<String>) throws -> [UInt8] {
    var notation = PacketNotation(words: Array(words)[...])
    return try notation.packet()
  }

  private init(words: ArraySlice<String>) { self.words = words }

  private mutating func packet() throws -> [UInt8] {
    guard let kind = words.popFirst() else { throw NotationError("there is no packet") }
    let parts = kind.split(separator: "=", maxSplits: 1).map(String.init)
    if parts[0] == "frame" {
      let described = try options()
      return PacketBuilder.frame(UInt16(parts.last ?? "", radix: 16) ?? 0, described.payload, described.options)
    }
    guard let from = words.popFirst(), words.popFirst() == ">", let to = words.popFirst() else {
      throw NotationError("'\(kind)' needs addresses, 'A > B'")
    }
    return try packet(parts[0], parts.count == 2 ? parts[1] : nil, NotationWords.endpoint(from), NotationWords.endpoint(to))
  }

  private mutating func packet(_ kind: String, _ detail: String?, _ from: Endpoint, _ to: Endpoint) throws -> [UInt8] {
    let words = try options()
    let (options, number) = (words.options, detail.flatMap(UInt32.init))
    switch kind {
    case "udp": return PacketBuilder.udp(from: from, to: to, payload: words.payload, options: options)
    case "tcp":
      return PacketBuilder.tcp(
        from: from, to: to, flags: words.flags, sequence: words.sequence, acknowledgement: words.acknowledgment,
        payload: words.payload, options: options)
    case "echo", "reply":
      return PacketBuilder.icmpEcho(
        from: from.address, to: to.address, identifier: words.identifier, isReply: kind == "reply", payload: words.payload,
        options: options)
    case "ip":
      return PacketBuilder.packet(from.address, to.address, UInt8(truncatingIfNeeded: number ?? 0), words.payload, options)
    case "arp":
      guard case .v4(let source) = from.address, case .v4(let target) = to.address else { break }
      return PacketBuilder.arpRequest(from: source, to: target, options: options)
    case "error":
      let codes = (detail ?? "").split(separator: "/").compactMap { UInt8($0) }
      guard codes.count == 2 else { throw NotationError("'error=' needs a type and a code, such as 11/0") }
      return PacketBuilder.icmpError(
        type: codes[0], code: codes[1], from: from.address, to: to.address, about: words.inner, options: options)
    default:
      guard let tunnel = tunnel(kind, number) else { break }
      return PacketBuilder.tunnelled(words.inner, in: tunnel, from: from.address, to: to.address, options: options)
    }
    throw NotationError("'\(kind)' is no kind of packet")
  }

  private func tunnel(_ kind: String, _ number: UInt32?) -> PacketBuilder.Tunnel? {
    switch kind {
    case "ipip": .ip
    case "gre": .gre(key: number)
    case "vxlan": .vxlan(vni: number ?? 0, sourcePort: 49_152)
    case "gtpu": .gtpu(teid: number ?? 0)
    default: nil
    }
  }

  /// The words behind the addresses, and the packet within, up to the end or a closing brace.
  private mutating func options() throws -> PacketWords {
    var described = PacketWords()
    while let word = words.popFirst(), word != "}" {
      if word == "{" {
        described.inner = try packet()
      } else {
        try described.add(word)
      }
    }
    return described
  }
}
