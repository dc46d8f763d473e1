nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = ip.source
    remove a
    forward outside
  }
  otherwise drop "no"
}
