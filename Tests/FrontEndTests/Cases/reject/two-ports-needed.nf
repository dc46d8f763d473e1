nf T {
  port a, b, c
  on packet() { forward other }
  otherwise drop "no"
}
