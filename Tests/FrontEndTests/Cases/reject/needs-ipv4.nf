nf T {
  port inside, outside
  on packet(ip: ipv4 | ipv6, l4: tcp) from inside {
    let a = FiveTuple4(ip, l4)
    forward outside
  }
  otherwise drop "no"
}
