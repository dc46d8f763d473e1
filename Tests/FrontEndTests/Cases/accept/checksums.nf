/// Writes of every shape: whole words, bytes, halves of IPv6 addresses, with each transport's checksum.
nf Checksums {
  port a, b
  param inner: ipv6 = 2001:db8::1
  param outer: ipv4 = 192.0.2.1

  on packet(ip: ipv4, l4: tcp | udp | icmp) from a {
    ip.ttl = 64
    ip.dscp = 10
    ip.source = outer
    if l4 is icmp { l4.type = 8 } else { l4.destination = 53 }
    forward b
  }
  on packet(ip: ipv6, l4: udp | icmpv6) from a {
    ip.ttl = ip.ttl -| 1
    ip.destination = inner
    forward b
  }
  on packet(arp) { arp.targetAddress = outer  reply }
  otherwise drop "not for us"
}
