/// What is changed in a packet, and around it, so that it takes another edge.
struct Recipe {
  /// Bits of the packet and what they become.
  var fields: [(bits: Range<Int>, value: UInt64)] = []
  /// Bytes of the packet.
  var length: Int?
  var port: UInt16?
  /// Nanoseconds before it.
  var wait: UInt64 = 0
  /// How often it is sent.
  var copies = 1
  /// Bits that are different in each copy.
  var varied: [Range<Int>] = []
  var changes: [TableChange] = []

  static let nothing = Recipe()

  static func set(_ bits: Range<Int>, _ value: UInt64) -> Recipe { Recipe(fields: [(bits, value)]) }

  func merged(with other: Recipe) -> Recipe {
    Recipe(
      fields: fields + other.fields, length: other.length ?? length, port: other.port ?? port,
      wait: max(wait, other.wait), copies: max(copies, other.copies), varied: varied + other.varied,
      changes: changes + other.changes)
  }

  /// The packet with the fields set, made longer where they lie behind its end, then cut or filled up to `length`.
  func applied(to packet: [UInt8]) -> [UInt8] {
    var bytes = packet
    for (bits, value) in fields { bytes.setBits(bits, to: value) }
    if let length, (0...Self.longest).contains(length) {
      if length < bytes.count { bytes.removeLast(bytes.count - length) }
      while bytes.count < length { bytes.append(UInt8(truncatingIfNeeded: bytes.count &* 37)) }
    }
    return bytes
  }

  /// Bytes of the longest packet that is made.
  static let longest = 1514
}

extension [UInt8] {
  /// Bits counted from the first byte's highest, 64 at most; those behind the end are 0.
  func bits(_ range: Range<Int>) -> UInt64 {
    var result: UInt64 = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let (byte, shift) = (position >> 3, position & 7)
      let taken = Swift.min(8 - shift, range.upperBound - position)
      let whole = byte < count ? UInt64(self[byte]) : 0
      result = result << UInt64(taken) | (whole >> UInt64(8 - shift - taken)) & ((1 << UInt64(taken)) - 1)
      position += taken
    }
    return result
  }

  /// Sets bits; appends zeros where they lie behind the end. Nothing happens behind the longest packet's end.
  mutating func setBits(_ range: Range<Int>, to value: UInt64) {
    guard range.lowerBound >= 0, range.upperBound <= 8 * Recipe.longest else { return }
    while count * 8 < range.upperBound { append(0) }
    var position = range.lowerBound
    while position < range.upperBound {
      let (byte, shift) = (position >> 3, position & 7)
      let taken = Swift.min(8 - shift, range.upperBound - position)
      let left = UInt64(range.upperBound - position - taken)
      let mask = UInt8(truncatingIfNeeded: (1 << taken) - 1) << UInt8(8 - shift - taken)
      let part = UInt8(truncatingIfNeeded: value >> left) << UInt8(8 - shift - taken)
      self[byte] = self[byte] & ~mask | part & mask
      position += taken
    }
  }

  /// Exchanges two ranges of bytes, if both are there.
  mutating func exchange(_ left: Range<Int>, _ right: Range<Int>) {
    guard right.upperBound <= count else { return }
    let kept = Array(self[left])
    replaceSubrange(left, with: Array(self[right]))
    replaceSubrange(right, with: kept)
  }
}
