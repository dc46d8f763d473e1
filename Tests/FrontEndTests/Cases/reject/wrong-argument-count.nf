nf T {
  port inside, outside
  state counts: sketch[ipv4] { rows 1  columns 16 }
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = hash()
    let b = FiveTuple(ip.source)
    let c = u8(1, 2)
    counts.add(ip.source)
    forward outside
  }
  otherwise drop "no"
}
