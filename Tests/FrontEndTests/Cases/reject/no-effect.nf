nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    ip.source
    ip.ttl == 1
    forward outside
  }
  otherwise drop "no"
}
