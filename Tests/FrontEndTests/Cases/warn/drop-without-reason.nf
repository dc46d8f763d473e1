nf T {
  port inside, outside
  state flows: set[ipv4] {
    capacity 32
    expire idle 10s
    full drop
  }
  on packet(ip: ipv4) where ip.ttl == 0 { drop }
  on packet(ip: ipv4) {
    insert flows[ip.source]
    forward other
  }
  otherwise drop
}
