nf T {
  port inside
  otherwise drop "no"
}
}
state lost: map[u8 -> u8] { capacity 4 }
