nf T {
  port inside, outside
  on packet(ip: ipv4) from inside {
    if ip.ttl == 0 {
      drop "ttl"
    forward outside
  }

  on packet(ip: ipv4) from outside { forward inside }
  otherwise drop "no"
}
