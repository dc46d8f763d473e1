nf T {
  port inside, outside
  state a: map[ipv4 -> u16] { capacity 16  full drop "full" }
  state b: map[u16 -> ipv4] { with a }
  state c: map[ipv4 -> u16] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    insert a[ip.source] = 1 with b[1] = ip.source, c[ip.source] = 2
    forward outside
  }
  otherwise drop "no"
}
