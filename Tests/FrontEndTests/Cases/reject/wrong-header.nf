nf T {
  port a, b
  fn isWeb(tcp: tcp) -> bool { return tcp.destination == 80 }
  on packet(ip: ipv4, l4: tcp | udp) {
    if isWeb(l4) { reply }
    reply
  }
  otherwise drop "no"
}
