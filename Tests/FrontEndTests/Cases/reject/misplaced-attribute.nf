nf T {
  port inside, outside
  state s: map[u8 -> u8] { capacity 16  full drop "full"  rows 4 }
  state t: map[u16 -> u8] { with s  capacity 8 }
  fragments follow first { capacity 16  expire 30s  full evict oldest  with s }
  otherwise drop "no"
}
