nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    if ip.source == l4.source { drop "odd" }
    if packet.length == ip { drop "odd" }
    forward outside
  }
  otherwise drop "no"
}
