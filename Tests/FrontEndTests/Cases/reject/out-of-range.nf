nf T {
  port inside, outside
  state s: map[u8 -> u8] { capacity 0  expire idle 0s  full drop "full" }
  state c: sketch[ipv4] { rows 9  columns 4096 }
  state p: pool[u32] { range 0...100_000_000  released with s }
  otherwise drop "no"
}
