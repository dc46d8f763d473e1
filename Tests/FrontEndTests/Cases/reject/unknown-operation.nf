nf T {
  port inside, outside
  state counts: sketch[ipv4] { rows 1  columns 16 }
  on packet(ip: ipv4, l4: tcp) from inside {
    counts.ad(ip.source, 1)
    forward outside
  }
  otherwise drop "no"
}
