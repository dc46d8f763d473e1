nf T {
  port inside, outside
  on packet(a: tcp, b: udp) from inside { forward outside }
  otherwise drop "no"
}
