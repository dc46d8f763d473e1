nf T {
  port inside, outside
  struct Counts { packets: u64, bytes: u32 }
  state flows: map[ipv4 -> Counts] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    let s = flows[ip.source] else drop "none"
    if l4.rst { remove s }
    s.packets += 1
    forward outside
  }
  otherwise drop "no"
}
