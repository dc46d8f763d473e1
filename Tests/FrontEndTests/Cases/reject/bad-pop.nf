nf T {
  port a, b
  on packet(eth, ip: ipv4, l4: udp) {
    pop l4
    forward other
  }
  on packet(frame: eth, ip: ipv6) {
    pop ip to frame
    forward other
  }
  otherwise drop "no"
}
