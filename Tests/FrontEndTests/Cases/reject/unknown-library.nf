import std.tpc
nf T {
  port a
  otherwise drop "no"
}
