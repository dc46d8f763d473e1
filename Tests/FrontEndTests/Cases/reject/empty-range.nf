nf T {
  port inside, outside
  state s: map[u8 -> u16] { capacity 16  full drop "full" }
  state p: pool[u16] { range 10...1  released with s }
  otherwise drop "no"
}
