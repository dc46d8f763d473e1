import Wire

/// Writes big-endian numbers one after the other into bytes; past the end nothing is written.
struct FrameCursor {
  private(set) var bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Moves to a position.
  mutating func move(to position: Int) { self.position = position }

  @inline(__always)
  mutating func add<Number: FixedWidthInteger>(_ number: Number) {
    put(number, at: position)
    position += MemoryLayout<Number>.size
  }

  mutating func add(_ address: IPAddress) {
    switch address {
    case .v4(let address): add(address.bits)
    case .v6(let address):
      add(address.high)
      add(address.low)
    }
  }

  mutating func add(mac: MACAddress) {
    add(UInt16(truncatingIfNeeded: mac.bits >> 32))
    add(UInt32(truncatingIfNeeded: mac.bits))
  }

  @inline(__always)
  private mutating func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
    guard offset + MemoryLayout<Number>.size <= bytes.count else { return }
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Number.self) }
  }

  /// The sum of the 16-bit words from an even distance, for the Internet checksum.
  func sum(from start: Int, to end: Int) -> UInt32 {
    bytes.withUnsafeBytes { bytes in
      stride(from: start, to: min(end, bytes.count - 1), by: 2).reduce(UInt32(0)) { sum, offset in
        sum &+ UInt32(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
      }
    }
  }

  /// Folds a sum that covers a zero checksum field, and stores its complement there (RFC 1071); with `zeroIsAllOnes` a
  /// computed 0 is stored as 0xffff (RFC 768).
  mutating func checksum(_ sum: UInt32, at offset: Int, zeroIsAllOnes: Bool) {
    var folded = sum
    while folded >> 16 != 0 { folded = (folded & 0xffff) + (folded >> 16) }
    let checksum = ~UInt16(folded)
    put(zeroIsAllOnes && checksum == 0 ? UInt16(0xffff) : checksum, at: offset)
  }
}
