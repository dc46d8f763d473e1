nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tpc) from inside { forward outside }
  otherwise drop "no"
}
