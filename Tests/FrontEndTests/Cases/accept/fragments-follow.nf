// Later fragments have the ports, or the identifier, of their first one.
nf Following {
  port inside, outside
  fragments follow first { capacity 4096  expire 30s  full drop "fragment table full" }
  state flows: map[FiveTuple -> u8] { capacity 1024  expire idle 60s  full evict oldest }

  on packet(ip: ipv4 | ipv6, l4: udp | echo) from inside {
    let flow = FiveTuple(ip, l4)
    flows[flow] else { insert flows[flow] = 1 }
    if l4 is udp { l4.source = 4242 }
    forward outside
  }
  otherwise drop "other"
}
