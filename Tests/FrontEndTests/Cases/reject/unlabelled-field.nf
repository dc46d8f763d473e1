nf T {
  port a, b
  on packet(eth, ip: ipv4) {
    push vlan(7, id: 3) before ip
    forward other
  }
  on packet(ip: ipv6) { reply icmp(1) }
  otherwise drop "no"
}
