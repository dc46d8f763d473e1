nf T {
  port a, b
  state sessions: map[FiveTuple -> u8] { capacity 16  expire idle 10s  full drop "full" }
  on packet(ip: ipv4, tcp) {
    let session = sessions[FiveTuple(ip, tcp)] else drop "none"
    advance session(tcp)
    reply
  }
  otherwise drop "no"
}
