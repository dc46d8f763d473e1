nf T {
  otherwise drop "no"
}
