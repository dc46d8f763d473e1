nf T {
  port a, b
  header Short { kind: u8 } after udp where destination == 443
  header Long { kind: u8, more: u8 } after udp where destination == 443
  header Mine { x: u32 } after eth where type == 0x0800 or type == 0x1234 after udp where destination == 7
  on packet(ip: ipv4, udp, short: Short) where short.kind == 1 { drop "short" }
  on packet(ip: ipv4, udp, long: Long) { drop "long" }
  on packet(eth, mine: Mine) { drop "mine" }
  otherwise forward other
}
