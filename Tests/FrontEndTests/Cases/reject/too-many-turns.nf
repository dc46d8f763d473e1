nf T {
  port a, b
  on packet(ip: ipv4, l4: tcp | udp) {
    for i in 0 ..< 17 { for j in 0 ... 15 { if l4.source == i + j { reply } } }
    reply
  }
  otherwise drop "no"
}
