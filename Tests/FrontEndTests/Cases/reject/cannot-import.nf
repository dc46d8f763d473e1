import "nowhere/common.nf"
nf T {
  port a
  otherwise drop "no"
}
