nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    ip.ttl = 256
    forward outside
  }
  otherwise drop "no"
}
