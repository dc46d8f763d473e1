nf T {
  port a, b
  on packet(eth, ip: ipv4, l4: tcp) {
    push vlan(id: 7) before l4
    push tcp(source: 1) before ip
    push (vxlan(vni: 1), udp(source: 1)) before ip
    forward other
  }
  otherwise drop "no"
}
