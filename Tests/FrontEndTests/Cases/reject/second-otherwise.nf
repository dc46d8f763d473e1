nf T {
  port inside, outside
  otherwise drop "first"
  otherwise drop "no"
}
