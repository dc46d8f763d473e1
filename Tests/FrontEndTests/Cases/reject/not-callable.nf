nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = ip.ttl(1)
    let f = FiveTuple(ip, l4)
    let b = f(2)
    forward outside
  }
  otherwise drop "no"
}
