nf T {
  port inside, outside
  config table routes: lpm[(address: ipv4, isFirst: bool) -> u8] { capacity 4 }
  on packet(ip: ipv4) {
    routes[ip.source, true] else drop "no"
    forward other
  }
  otherwise drop "no"
}
