/// Does nothing: each packet leaves by the other port, as it came.
///
/// The floor of all measurements, and the smallest program there is.
///
/// Limits: two ports.
nf Nop {
  port left, right

  otherwise forward other
}
