nf T {
  port inside, outside
  state sessions: map[FiveTuple -> u16] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = sessions[FiveTuple(ip, l4)] else { sessions[FiveTuple(ip, l4)] else drop "none" }
    forward outside
  }
  otherwise drop "no"
}
