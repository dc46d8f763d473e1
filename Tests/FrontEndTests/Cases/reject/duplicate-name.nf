nf T {
  port inside, outside
  const x = 1
  param x: u8 = 2
  on packet(ip: ipv4) from inside {
    let ip = 1
    forward outside
  }
  otherwise drop "no"
}
