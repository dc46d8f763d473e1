nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    match ip.ttl {
      1, 2 => drop "low"
      2 => drop "two"
    }
    forward outside
  }
  otherwise drop "no"
}
