/// Halves of an address, a loop without a turn, and a header at the end of the packet.
nf Records {
  param turns: u32 = 0
  port a, b
  fragments pass
  header Query { id: u16, kind: u8, count: u8 } after udp where destination == 99
  header Record { kind: u8, life: bit<24> } after Query
  on packet(ip: ipv6, udp, query: Query) where ip.source.high == 0x2001_0db8_0000_0000 {
    for turn in 0 ..< turns { query.kind = query.kind &+ u8(turn) }
    ip.destination = ipv6(ip.source.high, ip.destination.low)
    append Record(kind: query.kind, life: 60)
    query.count = 1
    recompute udp
    forward b
  }
  otherwise drop "other"
}
