/// Every operator, and conversions between widths.
nf Operators {
  port a, b
  param flag: bool = true
  param wait: duration = 10ms

  struct Entry { seen: instant, total: u64, small: bit<4>, closed: bool }
  state entries: map[(source: ipv6, port: u16) -> Entry] { capacity 1024  expire fixed 1h  full drop "full" }

  on packet(eth, ip: ipv4 | ipv6, l4: tcp | udp) from a where flag and not ip.isFragment {
    let key = (ip.source, l4.source)
    let entry = entries[key] else {
      insert entries[key] = Entry(seen: now, total: packet.length, small: 1, closed: false)
      forward b
    }
    let sum = l4.source + l4.destination
    let product = l4.source * ip.ttl
    let wrapped = l4.source &+ l4.destination &- 3 &* 5
    let bounded = l4.source +| 65_000 -| 7
    let bits = (l4.source & 0xff00 | l4.destination >> 8 ^ 1) << 2
    let share = packet.length / 3 % 7
    let narrow = u8(l4.source)
    let quiet = now -| entry.seen
    if quiet >= wait or sum > 100_000 or product < 5 or bits == 8 or share != 2 { entry.closed = true }
    if wrapped == bounded or narrow <= 3 { entry.total += 1 }
    entry.seen = now
    entry.total = entry.total &+ packet.length
    ip.ttl = ip.ttl -| 1
    eth.source = 02:00:00:00:00:01
    match l4.destination {
      80, 443 => forward b
      53 => { if l4 is udp { reply } }
      otherwise => to control plane
    }
    // TCP to port 53 comes here.
    drop "no service"
  }

  otherwise forward other
}
