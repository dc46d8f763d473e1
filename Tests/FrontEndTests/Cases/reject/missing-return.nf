nf T {
  port a, b
  fn lower(x: u32, y: u32) -> u32 { if x < y { return x } }
  on packet(ip: ipv4, l4: tcp | udp) {
    if lower(1, packet.length) == 1 { reply }
    reply
  }
  otherwise drop "no"
}
