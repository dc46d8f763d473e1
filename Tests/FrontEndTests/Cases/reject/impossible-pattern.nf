nf T {
  port inside, outside
  on packet(ip: ipv6, l4: icmp) from inside { forward outside }
  on packet(x: ipv4 | tcp) from inside { forward outside }
  otherwise drop "no"
}
