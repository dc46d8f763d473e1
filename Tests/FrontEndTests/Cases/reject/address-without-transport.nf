nf T {
  port inside, outside
  on packet(ip: ipv4) from inside {
    ip.source = 192.0.2.1
    forward outside
  }
  otherwise drop "no"
}
