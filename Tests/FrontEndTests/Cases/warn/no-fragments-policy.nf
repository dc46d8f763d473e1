nf T {
  port inside, outside
  on packet(ip: ipv4) from inside { forward other }
  on packet(ip: ipv4, l4: tcp | udp) from inside { forward other }
  on packet(ip: ipv4, l4: tcp | udp) { forward other }
  otherwise drop "no"
}
