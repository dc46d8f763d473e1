nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = ip.source
    let b = a[1]
    forward outside
  }
  otherwise drop "no"
}
