nf T {
  port inside, outside
  fragments drop "fragment"
  fragments pass
  on packet(ip: ipv4, l4: tcp | udp) { forward other }
  otherwise drop "no"
}
