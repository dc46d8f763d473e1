nf T {
  port inside, outside
  struct Session { tries: u16, flow: (u8, u8) }
  state a: map[ipv4 -> Session] { capacity 4  expire idle by tries { 0 1s }  full drop "full" }
  state b: map[ipv4 -> Session] { capacity 4  expire idle by tries { 256 1s  otherwise 2s }  full drop "full" }
  state c: map[ipv4 -> Session] { capacity 4  expire idle by flow { 0 1s  otherwise 2s }  full drop "full" }
  state d: map[ipv4 -> Session] { capacity 4  expire idle by tries  full drop "full" }
  state e: map[ipv4 -> u8] { capacity 4  expire idle by value { 0 1s  otherwise 2s }  full drop "full" }
  otherwise drop "no"
}
