nf T {
  port inside, outside
  param a: ipv4 = 203.0.113.256
  param b: ipv6 = 2001:db8::1::2
  otherwise drop "no"
}
