/// Statements on the packet as a whole.
nf Packets {
  param gateway: ipv4 = 192.0.2.1
  port inside, outside, capture

  /// A tunnel's end: out of the tunnel from outside, into it from inside.
  on packet(outer: eth, ip: ipv4, udp, vxlan, frame: eth) from outside where vxlan.vni == 5 {
    pop outer to frame
    mirror capture
    forward inside
  }
  on packet(frame: eth, ip: ipv4, tcp) from inside where tcp.syn {
    tcp.syn = false
    tcp.ack = true
    tcp.headerWords = 5
    resize packet to end(tcp)
    recompute tcp
    push (eth(source: 02:00:00:00:00:01, destination: 02:00:00:00:00:02),
      outer: ipv4(source: gateway, destination: 198.51.100.1), udp(source: u16(packet.hash(from: end(tcp), count: 8))),
      vxlan(vni: 5)) before frame
    outer.ttl = 32
    forward outside
  }
  on packet(ip: ipv4) where ip.ttl <= 1 { reply icmp(type: 11, code: 0, from: gateway) }
  on packet(ip: ipv4, udp) {
    if packet.port == inside { push vlan(id: 7) before ip }
    ip.dscp = 46
    flood
  }
  otherwise drop "other"
}
