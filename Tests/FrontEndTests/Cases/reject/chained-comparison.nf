nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    if 1 < ip.ttl < 5 { drop "ttl" }
    forward outside
  }
  otherwise drop "no"
}
