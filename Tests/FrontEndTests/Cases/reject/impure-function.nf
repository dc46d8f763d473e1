nf T {
  port a, b
  fn age(ip: ipv4) -> u8 { ip.ttl = ip.ttl -| 1  return ip.ttl }
  on packet(ip: ipv4, l4: tcp | udp) {
    if age(ip) == 0 { reply }
    reply
  }
  otherwise drop "no"
}
