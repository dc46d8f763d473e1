nf T {
  port inside, outside
  param size: u32 = 16
  state s: map[u8 -> u8] { capacity size  full drop "full" }
  otherwise drop "no"
}
