nf T {
  port a, b
  on packet(ip: ipv4, l4: tcp | udp) {
    let x = ip.ttl
    recompute x
    pop a
    forward other
  }
  otherwise drop "no"
}
