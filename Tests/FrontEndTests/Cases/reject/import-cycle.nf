import "../imports/ring.nf"
nf T {
  port a
  otherwise drop "no"
}
