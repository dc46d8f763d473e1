nf T {
  port inside, outside
  struct A { }
  state s: map[A -> u8] { capacity 1  full drop "full" }
  otherwise drop "no"
}
