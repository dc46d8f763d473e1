nf T {
  port a, b
  on packet(eth) { reply icmp(type: 11, code: 0, from: 192.0.2.1) }
  otherwise drop "no"
}
