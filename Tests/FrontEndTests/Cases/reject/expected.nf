nf T {
  port inside, outside
  param public ipv4
  on packet(ip: ipv4) from inside { forward }
  otherwise drop "no"
}
