nf T {
  port inside
}
