nf T {
  port inside, outside
  const a = 0xffff_ffff_ffff_ffff + 1
  const b = 1 - 2
  otherwise drop "no"
}
