nf T {
  port inside, outside
  state s: map[u8 -> u16] { capacity 16  full drop "full" }
  state ring: maglev over s by weight { size 7 }
  struct Backend { weight: u8 }
  state written: array[Backend] { size 4 }
  state other: maglev over written by weight { size 7 }
  otherwise drop "no"
}
