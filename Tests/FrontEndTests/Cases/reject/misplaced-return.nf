nf T {
  port a, b
  on packet(ip: ipv4, l4: tcp | udp) {
    return 1
  }
  otherwise drop "no"
}
