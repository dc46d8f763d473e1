nf T {
  port inside, outside
  const started = now
  otherwise drop "no"
}
