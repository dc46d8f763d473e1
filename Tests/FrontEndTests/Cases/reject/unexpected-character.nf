nf T {
  port inside, outside
  const x = 1 $$ 2
  otherwise drop "no"
}
