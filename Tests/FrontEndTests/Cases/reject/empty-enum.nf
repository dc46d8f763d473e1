nf T {
  port a, b
  enum Color { }
  on packet(ip: ipv4, l4: tcp | udp) {
    reply
  }
  otherwise drop "no"
}
