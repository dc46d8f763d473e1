nf T {
  port inside, outside
  state sessions: mapp[u8 -> u8] { capacity 1 }
  otherwise drop "no"
}
