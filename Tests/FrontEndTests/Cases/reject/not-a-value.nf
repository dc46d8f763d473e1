nf T {
  port inside, outside
  state sessions: map[FiveTuple -> u16] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = ip
    let b = inside
    let c = sessions
    let d = packet
    let e = FiveTuple
    forward outside
  }
  otherwise drop "no"
}
