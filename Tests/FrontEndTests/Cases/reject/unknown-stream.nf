nf T {
  port inside, outside
  stream flows: u32
  on packet(ip: ipv4) {
    export flosw(packet.length)
    forward other
  }
  otherwise drop "no"
}
