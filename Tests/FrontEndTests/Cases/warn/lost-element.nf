nf T {
  port inside, outside
  state flows: map[ipv4 -> u16] { capacity 32  expire idle 10s  full drop "full" }
  state ports: pool[u16] { range 0...31  released with flows }
  on packet(ip: ipv4) {
    flows[ip.source] else {
      let port = ports.take() else drop "no port"
      if ip.ttl < 2 { drop "too old" }
      insert flows[ip.source] = port
    }
    forward other
  }
  otherwise drop "no"
}
