nf T {
  port inside, outside
  state due: queue[u8] { capacity 4  after 1s  full evict oldest }
  on packet(ip: ipv4) {
    due.push(ip.ttl)
    forward other
  }
  otherwise drop "no"
}
