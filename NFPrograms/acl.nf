/// Packet filter: the first rule that fits decides.
///
/// Rules of the config table `rules` look at addresses under masks, the protocol, and ranges of both ports, for IPv4
/// and IPv6 in one table (an IPv4 address stands as ::ffff:a.b.c.d). ICMP has type and code in place of the ports.
/// What no rule fits is dropped, ARP and neighbour discovery pass. Packets and bytes are counted by rule.
///
/// Limits: no state, so answers need rules of their own; later fragments have no ports and match ports 0 only.
nf PacketFilter {
  port inside, outside

  enum Action: u8 { deny, allow }
  struct Decision { action: Action, counter: u32 }

  config table rules: acl[(fromInside: u8, source: ipv6, destination: ipv6, protocol: u8, sourcePort: range u16,
    destinationPort: range u16) -> Decision] { capacity 128 }
  state hits: counter[128]

  fn decide(fromInside: bool, source: ipv6, destination: ipv6, protocol: u8, sourcePort: u16, destinationPort: u16) {
    let rule = rules[u8(fromInside), source, destination, protocol, sourcePort, destinationPort] else drop "no rule"
    hits[rule.counter].count()
    if rule.action == Action.deny { drop "denied" }
    forward other
  }

  on packet(ip: ipv4 | ipv6, l4: tcp | udp) {
    decide(packet.port == inside, ip.source, ip.destination, ip.protocol, l4.source, l4.destination)
  }

  on packet(ip: ipv4 | ipv6, l4: icmp | icmpv6) {
    if l4 is icmpv6 { if l4.type >= 133 and l4.type <= 136 { forward other } }
    decide(packet.port == inside, ip.source, ip.destination, ip.protocol, l4.type, l4.code)
  }

  on packet(ip: ipv4 | ipv6) {
    decide(packet.port == inside, ip.source, ip.destination, ip.protocol, 0, 0)
  }

  on packet(arp) { forward other }

  otherwise drop "not IP"
}
