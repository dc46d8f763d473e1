nf T {
  port inside, outside
  state flows: map[ipv4 -> u8] { capacity 4  expire idle 10s  full drop "full" }
  on packet(ip: ipv4) {
    insert flows[ip.source]
    forward other
  }
  otherwise drop "no"
}
