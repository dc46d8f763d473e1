nf T {
  port a, b
  fn even(x: u32) -> bool { return odd(x &- 1) }
  fn odd(x: u32) -> bool { return even(x &- 1) }
  on packet(ip: ipv4, l4: tcp | udp) {
    if even(packet.length) { reply }
    reply
  }
  otherwise drop "no"
}
