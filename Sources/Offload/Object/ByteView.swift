/// A part of an object's bytes, read in little-endian order and never outside of itself.
struct ByteView {
  private let bytes: [UInt8]
  /// Where the view begins and ends in the object.
  let start: Int
  let end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    start = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], _ start: Int, _ end: Int) {
    self.bytes = bytes
    self.start = start
    self.end = end
  }

  var count: Int { end - start }

  /// `count` bytes from `offset` on; throws when they are not all there.
  func part(_ offset: UInt64, _ count: UInt64, _ what: String) throws(ObjectError) -> ByteView {
    let size = UInt64(self.count)
    guard offset <= size, count <= size - offset else {
      throw .at(start + Int(min(offset, size)), "\(what) of \(count) bytes goes beyond the end")
    }
    return ByteView(bytes, start + Int(offset), start + Int(offset + count))
  }

  /// An unsigned number of as many bytes as `type` has.
  func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, at offset: Int
  ) throws(ObjectError) -> Number {
    let size = MemoryLayout<Number>.size
    guard offset >= 0, offset <= count - size else { throw .at(start + max(0, offset), "cut off") }
    var result: Number = 0
    for index in (0..<size).reversed() { result = result << 8 | Number(bytes[start + offset + index]) }
    return result
  }

  func u8(_ offset: Int) throws(ObjectError) -> UInt8 { try number(UInt8.self, at: offset) }
  func u16(_ offset: Int) throws(ObjectError) -> UInt16 { try number(UInt16.self, at: offset) }
  func u32(_ offset: Int) throws(ObjectError) -> UInt32 { try number(UInt32.self, at: offset) }
  func u64(_ offset: Int) throws(ObjectError) -> UInt64 { try number(UInt64.self, at: offset) }

  /// The text from `offset` to the next zero byte.
  func text(at offset: Int) throws(ObjectError) -> String {
    guard offset >= 0, offset < count else { throw .at(start + max(0, min(offset, count)), "a name outside of its table") }
    guard let stop = bytes[(start + offset)..<end].firstIndex(of: 0) else {
      throw .at(start + offset, "a name without an end")
    }
    return String(decoding: bytes[(start + offset)..<stop], as: UTF8.self)
  }
}
