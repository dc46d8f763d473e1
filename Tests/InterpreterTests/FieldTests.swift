import IR
import Testing
import Wire

@testable import Interpreter

/// The bits `offset ..< offset + count` of bytes, most significant first.
private func bits(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
  (offset..<offset + count).reduce(0) { $0 << 1 | UInt64(bytes[$1 / 8] >> UInt8(7 - $1 % 8) & 1) }
}

private func setBits(_ bytes: inout [UInt8], _ offset: Int, _ count: Int, _ value: UInt64) {
  for index in 0..<count {
    let place = offset + index
    let bit = UInt8(value >> UInt64(count - 1 - index) & 1) << UInt8(7 - place % 8)
    bytes[place / 8] = bytes[place / 8] & ~(1 << UInt8(7 - place % 8)) | bit
  }
}

@Suite struct FieldTests {
  @Test func `A field of any place and width is read and written bit by bit`() {
    var random = SplitMix64(seed: 3)
    for shift in 0..<8 {
      for width in 1...64 {
        let bytes = (0..<10).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let loaded = bytes.withUnsafeBytes { BitField.load($0.baseAddress!, shift: shift, bits: width) }
        #expect(loaded == bits(bytes, shift, width), "load \(shift), \(width)")
        let value = random.next() & IntType(width).mask
        var (stored, wanted) = (bytes, bytes)
        stored.withUnsafeMutableBytes { BitField.store($0.baseAddress!, shift: shift, bits: width, value) }
        setBits(&wanted, shift, width, value)
        #expect(stored == wanted, "store \(shift), \(width)")
      }
    }
  }

  @Test(arguments: [(3, 5), (0, 8), (4, 12), (16, 16), (8, 24), (0, 32), (16, 48), (0, 64), (7, 57)])
  func `Steps read a field at any header offset and write it elsewhere`(offset: Int, width: Int) throws {
    let interpreter = try interpreter(
      """
      program Fields
      port out
      reason "short"
      header h: words 16 bytes
      block b0 entry:
        v0: u32 = constant 3
        extract h at v0: ok b1, short b2
      block b1 compute:
        v1: u\(width) = load h.a[\(offset):\(width)]
        store h.b[\(64 + offset):\(width)] = v1
        forward out
      block b2 short:
        drop "short"
      """)
    var random = SplitMix64(seed: 9)
    let packet = (0..<19).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var wanted = packet
    setBits(&wanted, 24 + 64 + offset, width, bits(packet, 24 + offset, width))
    #expect(interpreter.result(packet).bytes == wanted)
    #expect(interpreter.result(packet.dropLast()).outcome.verdict == .drop)
  }

  @Test func `A header binds only when all its bytes are there`() throws {
    let interpreter = try interpreter(
      """
      program Short
      port out
      reason "short"
      header outer: byte 1 bytes
      header inner: words 4 bytes
      block b0 entry:
        v0: u32 = constant 0
        extract outer at v0: ok b1, short b3
      block b1 inner:
        v1: u8 = load outer.length[0:8]
        v2: u32 = convert v1
        v3: u32 = constant 4294967041
        v4: u32 = add v2, v3
        extract inner at v4: ok b2, short b3
      block b2 fine:
        forward out
      block b3 short:
        drop "short"
      """)
    // The inner header's offset is the first byte plus 2^32 - 255: far outside, but for 255 it wraps to 0.
    #expect(interpreter.result([]).outcome.verdict == .drop)
    #expect(interpreter.result([0, 1, 2, 3, 4]).outcome.verdict == .drop)
    #expect(interpreter.result([255, 1, 2]).outcome.verdict == .drop)
    #expect(interpreter.result([255, 1, 2, 3]).outcome.verdict == .forward)
    #expect(interpreter.dropCounts == [3])
  }
}
