nf T {
  port inside, outside
  param a: bit<65> = 1
  param b: bit<0> = 1
  otherwise drop "no"
}
