nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    drop "a\n"
  }
  otherwise drop "no"
}
