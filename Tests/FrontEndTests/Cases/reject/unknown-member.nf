nf T {
  port inside, outside
  stat sessions: map[u8 -> u8] { capacity 1 }
  otherwise drop "no"
}
