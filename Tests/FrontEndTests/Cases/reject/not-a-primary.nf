nf T {
  port inside, outside
  const x = 1
  state s: map[u8 -> u16] { with x }
  state p: pool[u16] { range 1...2  released with x }
  otherwise drop "no"
}
