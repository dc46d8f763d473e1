nf T {
  port inside, outside
  struct Counts { packets: u64, bytes: u32 }
  state flows: map[ipv4 -> Counts] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    let s = flows[ip.source] else drop "none"
    let a = s.packets + 1
    let b = l4.source - l4.destination
    let c = s.packets * 2
    forward outside
  }
  otherwise drop "no"
}
