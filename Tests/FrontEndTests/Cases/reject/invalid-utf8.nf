nf T {
  port inside
  otherwise drop "nÿo"
}
