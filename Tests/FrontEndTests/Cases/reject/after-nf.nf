nf T {
  port inside
  otherwise drop "no"
}
nf U {
}
