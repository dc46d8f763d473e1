nf T {
  port a, b
  enum Color { red, green }
  on packet(ip: ipv4, l4: tcp | udp) {
    if Color.gren == Color.red { reply }
    reply
  }
  otherwise drop "no"
}
