nf T {
  port inside, outside
  const x = 99999999999999999999999
  otherwise drop "no"
}
