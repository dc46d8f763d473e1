nf T {
  port inside, outside
  struct Counts { packets: u64, bytes: u32 }
  state flows: map[ipv4 -> Counts] { capacity 16  full drop "full" }
  state p: pool[u16] { range 1...2  released with flows }
  state q: pool[u16] { range 1...2  released with flows.port }
  state r: pool[u16] { range 1...2  released with flows.bytes }
  otherwise drop "no"
}
