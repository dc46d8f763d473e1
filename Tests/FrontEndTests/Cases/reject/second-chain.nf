nf First {
  port a, b
  shared state seen: map[ipv4 -> u8] { capacity 16  expire idle 10s  full drop "full" }
  on packet(ip: ipv4) {
    insert seen[ip.source] = 1
    forward other
  }
  otherwise drop "not IPv4"
}
nf Second {
  port a, b
  shared state seen: map[ipv4 -> u8] { capacity 16  expire idle 10s  full drop "full" }
  on packet(ip: ipv4) {
    seen[ip.destination] else drop "nobody asked"
    forward other
  }
  otherwise drop "not IPv4"
}
chain Both { port a, b  First -> Second }
chain Reverse { port a, b  Second -> First }
