nf First {
  port inside, outside
  state seen: counter
  otherwise drop "no"
}

nf T {
  param limit: u16 = 4
  const idle = 10s
  const wait = 20s
  port inside, outside
  state flows: map[u8 -> u8] { capacity 4  expire idle wait  full drop "full" }
  state seen: counter
  config table rows: array[u8] { size 4 }
  stream records: u32
  fn double(x: u16) -> u16 { return x &* 2 }
  on packet() {
    seen.count()
    drop "no"
  }
}
