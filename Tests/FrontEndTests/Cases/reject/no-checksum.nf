nf T {
  port a, b
  on packet(eth, ip: ipv6) {
    recompute ip
    recompute eth
    forward other
  }
  otherwise drop "no"
}
