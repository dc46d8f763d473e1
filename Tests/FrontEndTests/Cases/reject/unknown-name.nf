nf T {
  port inside, outside
  state sessions: map[FiveTuple -> u16] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    let flow = FiveTuple(ip, l4)
    let port = sesions[flow] else drop "no session"
    let other = flwo
    forward outside
  }
  otherwise drop "no"
}
