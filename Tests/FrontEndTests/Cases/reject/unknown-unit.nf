nf T {
  port inside, outside
  const x = 10sec
  otherwise drop "no"
}
