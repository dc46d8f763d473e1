nf T {
  port a, b
  on packet(ip: ipv4, l4: tcp | udp) {
    if l4.source == 1 { break }
    continue
  }
  otherwise drop "no"
}
