nf T {
  port a, b
  fn one() -> u32 { return }
  fn none() { return 1 }
  on packet(ip: ipv4, l4: tcp | udp) {
    none()
    if one() == 1 { reply }
    reply
  }
  otherwise drop "no"
}
