/// RFC 1624, equation 3: `HC' = ~(~HC + ~m + m')` over the 16-bit words of the changed data.
@inline(__always)
func updatedChecksum(_ stored: UInt64, old: UInt64, new: UInt64, bits: Int) -> UInt64 {
  var sum = ~stored & 0xffff
  var shift: UInt64 = 0
  while shift < UInt64(truncatingIfNeeded: bits) {
    sum &+= (~(old &>> shift) & 0xffff) &+ ((new &>> shift) & 0xffff)
    shift &+= 16
  }
  while sum > 0xffff { sum = (sum & 0xffff) &+ (sum &>> 16) }
  return ~sum & 0xffff
}
