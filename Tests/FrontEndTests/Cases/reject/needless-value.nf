nf T {
  port inside, outside
  state flows: set[ipv4] { capacity 4  expire idle 10s  full drop "full" }
  on packet(ip: ipv4) {
    insert flows[ip.source] = 1
    forward other
  }
  otherwise drop "no"
}
