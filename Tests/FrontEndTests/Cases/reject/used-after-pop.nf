nf T {
  port a, b
  on packet(tag: vlan, ip: ipv4) {
    if tag.id == 7 { pop tag }
    ip.ttl = tag.priority
    forward other
  }
  otherwise drop "no"
}
