nf T {
  port inside, outside
  state sessions: map[FiveTuple -> u16] { capacity 16  full drop "full" }
  on packet(ip: ipv4, l4: tcp) from inside {
    ip.source = l4.source
    if ip.ttl { drop "ttl" }
    let s = sessions[ip.source] else drop "none"
    forward outside
  }
  otherwise drop "no"
}
