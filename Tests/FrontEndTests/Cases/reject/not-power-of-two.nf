nf T {
  port inside, outside
  state c: sketch[ipv4] { rows 4  columns 1000 }
  otherwise drop "no"
}
