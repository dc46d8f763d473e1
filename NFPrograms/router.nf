/// Router for IPv4 and IPv6 with four ports.
///
/// The longest prefix in the config tables `routes4` and `routes6` gives the next hop, an index into `hops`: its
/// port, this router's link-layer address there and the neighbour's. The time to live is decremented; a packet whose
/// time is up, or that no route fits, is answered by an ICMP or ICMPv6 error from `address4` or `address6` (RFC 792,
/// 1812, 4443). What is addressed to the router itself goes to the control plane, and so do ARP and neighbour
/// discovery.
///
/// Limits: neighbours are configured, not resolved; no fragmentation (a packet larger than the next link's MTU is the
/// device's to refuse); one address a family; what is sent to link-layer groups goes to the control plane, too, so
/// that multicast is not routed.
nf Router {
  param address4: ipv4 = 192.0.2.1
  param address6: ipv6 = 2001:db8::1
  port a, b, c, d

  struct Hop { out: port, station: mac, neighbour: mac, inUse: bool }

  config table routes4: lpm[ipv4 -> u16] { capacity 65_536 }
  config table routes6: lpm[ipv6 -> u16] { capacity 65_536 }
  config table hops: array[Hop] { size 256 }

  fn send(eth: eth, hop: u16) {
    if not hops[hop].inUse { drop "no such hop" }
    eth.source = hops[hop].station
    eth.destination = hops[hop].neighbour
    forward to hops[hop].out
  }

  on packet(eth) where u64(eth.destination) >> 40 & 1 == 1 {
    to control plane
  }

  on packet(eth, ip: ipv4) {
    if ip.destination == address4 { to control plane }
    if ip.ttl <= 1 { reply icmp(type: 11, code: 0, from: address4) }
    let hop = routes4[ip.destination] else reply icmp(type: 3, code: 0, from: address4)
    ip.ttl = ip.ttl &- 1
    send(eth, hop)
  }

  on packet(eth, ip: ipv6) {
    if ip.destination == address6 { to control plane }
    if ip.ttl <= 1 { reply icmp(type: 3, code: 0, from: address6) }
    let hop = routes6[ip.destination] else reply icmp(type: 1, code: 0, from: address6)
    ip.ttl = ip.ttl &- 1
    send(eth, hop)
  }

  otherwise to control plane
}
