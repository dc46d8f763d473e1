nf T {
  port inside
  otherwise drop "no"
}
/* and then
