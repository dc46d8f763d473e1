nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let drop = ip.source
    forward outside
  }
  otherwise drop "no"
}
