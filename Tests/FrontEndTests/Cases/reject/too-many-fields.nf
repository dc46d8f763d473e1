nf T {
  port inside, outside
  struct A { a: ipv6, b: ipv6, c: ipv6, d: ipv6 }
  struct B { a: A, b: A, c: A, d: A }
  struct C { a: B, b: B, c: B }
  otherwise drop "no"
}
