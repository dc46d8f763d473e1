nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let wide = u32(l4.source)
    l4.source = wide
    forward outside
  }
  otherwise drop "no"
}
