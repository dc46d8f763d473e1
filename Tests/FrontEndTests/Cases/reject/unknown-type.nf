nf T {
  port inside, outside
  param a: ipv5 = 1
  struct Endpoint { address: ipv4 }
  state s: map[u8 -> Endpiont] { capacity 1  full drop "full" }
  otherwise drop "no"
}
