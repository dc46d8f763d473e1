nf T {
  port a, b
  on packet(eth, ip: ipv4) {
    push vlan(priority: 3) before ip
    reply icmp(type: 11, code: 0)
  }
  otherwise drop "no"
}
