nf T {
  port inside, outside
  state a: map[ipv4 -> u16] { capacity 16 }
  on packet(ip: ipv4, l4: tcp) from inside {
    insert a[ip.source] = 1
    forward outside
  }
  otherwise drop "no"
}
