nf T {
  port inside, outside
  state flows: map[ipv4 -> u8] { capacity 4  full drop "full" }
  state lasting: set[ipv4] { capacity 4  full evict oldest }
  on packet(ip: ipv4) {
    insert flows[ip.source] = 1
    insert lasting[ip.source]
    forward other
  }
  otherwise drop "no"
}
