nf T {
  port a, b
  on packet(eth, ip: ipv6) {
    push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip
    push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip
    push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip
    push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip
    forward other
  }
  otherwise drop "no"
}
