nf T {
  port inside, outside
  state s: map[u8 -> u8] { capacity 16  full drop "full"  capacity 32 }
  otherwise drop "no"
}
