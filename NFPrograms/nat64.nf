/// Stateful NAT64: IPv6 hosts inside reach IPv4 servers outside (RFC 6146).
///
/// A destination in 64:ff9b::/96 ends in the server's IPv4 address (RFC 6052). A binding gives each flow from inside a port
/// of the public address, and lives while packets of either direction come at least every two minutes; for an echo the
/// identifier plays the port. Headers are replaced in both directions (RFC 7915), with hop limit, class and ECN; TCP, UDP and
/// ICMP echo. IPv4 options and IPv6 extension headers go.
///
/// Limits: ICMP errors and fragments are dropped. Checksums are made anew, over 2,048 bytes at most: damage on the way in is not
/// seen any more. The hop limit is not counted down, and link-layer addresses stay as they are: it is a bump in the wire. A
/// packet grows by 20 bytes on its way in: the IPv6 side needs room for them.
import std.net

nf NAT64 {
  param public: ipv4 = 203.0.113.1
  const prefix: u64 = 0x0064_ff9b_0000_0000
  const echoRequest: u8 = 8
  const echoReply: u8 = 0
  const echoRequest6: u8 = 128
  const echoReply6: u8 = 129
  port inside, outside

  /// ICMP echo, as it looks over either version.
  header Echo { type: u8, code: u8, checksum: u16, identifier: u16, sequence: u16 }
    after ipv4 where protocol == 1
    after ipv6 where protocol == 58

  struct Owner { address: ipv6, port: u16 }

  state bindings: map[FiveTuple -> u16] {
    capacity 65_536
    expire idle 120s
    full drop "binding table full"
  }
  /// Who answers from outside are meant for.
  state owners: map[(protocol: u8, port: u16) -> Owner] { with bindings }
  state ports: pool[u16] { range 1024...65_535  released with bindings }

  fn isEmbedded(address: ipv6) -> bool { return address.high == prefix and address.low >> 32 == 0 }

  fragments drop "fragment"

  // Out: IPv6 becomes IPv4.

  on packet(ip: ipv6, l4: tcp | udp) from inside where isEmbedded(ip.destination) {
    let flow = FiveTuple(ip, l4)
    let mapped = bindings[flow] else {
      let fresh = ports.take() else drop "no free port"
      insert bindings[flow] = fresh
        with owners[ip.protocol, fresh] = Owner(ip.source, l4.source)
      use fresh
    }
    push new: ipv4(source: public, destination: ipv4(u32(ip.destination.low)), dscp: ip.dscp, ecn: ip.ecn,
      ttl: ip.ttl, identification: u16(hash(now, mapped))) before ip
    pop ip to l4
    l4.source = mapped
    recompute l4
    forward outside
  }

  on packet(ip: ipv6, echo: Echo) from inside where isEmbedded(ip.destination) and echo.type == echoRequest6 {
    let flow = FiveTuple(ip.source, ip.destination, protocolICMP, echo.identifier, echo.identifier)
    let mapped = bindings[flow] else {
      let fresh = ports.take() else drop "no free port"
      insert bindings[flow] = fresh
        with owners[protocolICMP, fresh] = Owner(ip.source, echo.identifier)
      use fresh
    }
    push new: ipv4(source: public, destination: ipv4(u32(ip.destination.low)), dscp: ip.dscp, ecn: ip.ecn,
      ttl: ip.ttl, identification: u16(hash(now, mapped))) before ip
    pop ip to echo
    echo.type = echoRequest
    echo.identifier = mapped
    echo.checksum = 0
    echo.checksum = 0xffff ^ packet.sum(from: end(new), count: new.totalLength -| 20)
    forward outside
  }

  // In: IPv4 becomes IPv6.

  on packet(ip: ipv4, l4: tcp | udp) from outside where ip.destination == public {
    let owner = owners[ip.protocol, l4.destination] else drop "no binding"
    push new: ipv6(source: ipv6(prefix, u32(ip.source)), destination: owner.address, dscp: ip.dscp, ecn: ip.ecn,
      ttl: ip.ttl) before ip
    pop ip to l4
    l4.destination = owner.port
    recompute l4
    forward inside
  }

  on packet(ip: ipv4, echo: Echo) from outside where ip.destination == public and echo.type == echoReply {
    let owner = owners[protocolICMP, echo.identifier] else drop "no binding"
    push new: ipv6(source: ipv6(prefix, u32(ip.source)), destination: owner.address, dscp: ip.dscp, ecn: ip.ecn,
      ttl: ip.ttl) before ip
    pop ip to echo
    echo.type = echoReply6
    echo.identifier = owner.port
    // The pseudo-header counts too (RFC 8200, 8.1): both addresses, the length, the number of the protocol.
    echo.checksum = new.payloadLength
    let addresses = packet.sum(from: end(new) &- 32, count: 32)
    let message = packet.sum(from: end(new), count: new.payloadLength)
    let sum = addresses + message + protocolICMPv6
    echo.checksum = u16(0xffff ^ (sum & 0xffff) + (sum >> 16))
    forward inside
  }

  otherwise drop "not translated"
}
