/// Fields that are no whole bytes, in big-endian bit order.
///
/// `base` points at the byte that holds the field's first bit; `shift` (0 ... 7) is that bit's place in it.
enum BitField {
  static func load(_ base: UnsafeRawPointer, shift: Int, bits: Int) -> UInt64 {
    let end = shift &+ bits
    let last = (end &- 1) >> 3
    let slack = UInt64((8 &- (end & 7)) & 7)
    var value: UInt64 = 0
    for index in 0..<last { value = value &<< 8 | UInt64(base.load(fromByteOffset: index, as: UInt8.self)) }
    let tail = UInt64(base.load(fromByteOffset: last, as: UInt8.self)) &>> slack
    value = value &<< (8 &- slack) | tail
    return bits >= 64 ? value : value & ((1 &<< UInt64(bits)) &- 1)
  }

  static func store(_ base: UnsafeMutableRawPointer, shift: Int, bits: Int, _ value: UInt64) {
    let end = shift &+ bits
    let last = (end &- 1) >> 3
    var rest = value
    var low = (8 &- (end & 7)) & 7
    for index in stride(from: last, through: 0, by: -1) {
      let high = index == 0 ? 8 &- shift : 8
      let width = high &- low
      let mask = UInt8(truncatingIfNeeded: ((1 &<< width) &- 1) &<< low)
      let old = base.load(fromByteOffset: index, as: UInt8.self)
      let new = UInt8(truncatingIfNeeded: rest &<< UInt64(low))
      base.storeBytes(of: old & ~mask | new & mask, toByteOffset: index, as: UInt8.self)
      rest = rest &>> UInt64(width)
      low = 0
    }
  }
}

extension UnsafeRawPointer {
  @inline(__always) func big16(_ offset: Int) -> UInt64 {
    UInt64(UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }
  @inline(__always) func big32(_ offset: Int) -> UInt64 {
    UInt64(UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
  @inline(__always) func big64(_ offset: Int) -> UInt64 {
    UInt64(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension UnsafeMutableRawPointer {
  @inline(__always) func setBig16(_ offset: Int, _ value: UInt64) {
    storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt16.self)
  }
  @inline(__always) func setBig32(_ offset: Int, _ value: UInt64) {
    storeBytes(of: UInt32(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt32.self)
  }
  @inline(__always) func setBig64(_ offset: Int, _ value: UInt64) {
    storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt64.self)
  }
}
