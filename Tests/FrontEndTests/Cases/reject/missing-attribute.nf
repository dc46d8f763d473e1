nf T {
  port inside, outside
  state s: map[u8 -> u16]
  state m: meter[ipv4] { rate 10  burst 20  capacity 5 }
  state p: pool[u16] { released with s }
  fragments follow first { expire 30s }
  otherwise drop "no"
}
