nf T {
  port inside, outside
  struct A { a: u8 }
  param a: A
  state p: pool[ipv4] { range 1...2 }
  otherwise drop "no"
}
