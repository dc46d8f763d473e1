nf T {
  port inside, outside
  state bound: map[ipv4 -> u16] { capacity 16  full drop "full" }
  state ports: pool[u16] { range 1...16  released with bound }
  on packet(ip: ipv4, l4: tcp) from inside {
    ip.protocol = 6
    ip.ttl += 1
    let a = ip.source
    a = ip.destination
    let f = bound[ip.source] else drop "none"
    f = 7
    forward outside
  }
  otherwise drop "no"
}
