nf T {
  port inside, outside
  state sessions: map[u8 -> u8] { capcity 16 }
  otherwise drop "no"
}
