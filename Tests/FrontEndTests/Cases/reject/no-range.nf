nf T {
  port inside, outside
  config table rules: acl[(address: range ipv6, port: u16) -> u8] { capacity 4 }
  on packet(ip: ipv6, l4: udp) {
    rules[ip.source, l4.source] else drop "no"
    forward other
  }
  otherwise drop "no"
}
