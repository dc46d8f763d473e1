import IR

/// Header fields as loads and stores of whole bytes, masks and shifts.
extension GraphEmitter {
  mutating func loadField(_ header: HeaderID, _ field: Field) -> String {
    let bytes = FieldBytes(of: field)
    let value = bytes.load(code.name(of: header))
    return bytes.isWhole ? value : "(\(field.type.cType))\(value)"
  }

  mutating func storeField(_ header: HeaderID, _ field: Field, _ value: String) {
    for line in FieldBytes(of: field).store(value, code.name(of: header)) { code.line(line) }
  }

  /// RFC 1624; a UDP checksum of 0 means none, and one that comes out as 0 is sent as 0xffff (RFC 768).
  mutating func adjustChecksum(
    _ header: HeaderID, _ field: Field, _ old: Value, _ new: Value, udpZeroRule: Bool
  ) {
    let place = FieldBytes.address(code.name(of: header), field.bitOffset / 8)
    let width = (program.type(of: old).bits + 15) / 16 * 16
    let adjusted = "adjust\(width)(load16(\(place)), \(code.expression(old)), \(code.expression(new)))"
    guard udpZeroRule else { return code.line("store16(\(place), \(adjusted));") }
    code.open("if (load16(\(place))) {")
    let check = code.fresh("check")
    code.line("u16 \(check) = \(adjusted);")
    code.line("store16(\(place), \(check) ? \(check) : 0xffff);")
    code.close()
  }
}

/// The bytes that hold a field: at most eight (see `verify`).
private struct FieldBytes {
  /// First byte, and how many.
  var byte, count: Int
  /// Width, and how far it stands above the last byte's lowest bit.
  var bits, shift: Int

  init(of field: Field) {
    let end = field.bitOffset + field.type.bits
    byte = field.bitOffset / 8
    count = (end + 7) / 8 - byte
    bits = field.type.bits
    shift = (byte + count) * 8 - end
  }

  static func address(_ base: String, _ byte: Int) -> String { byte == 0 ? base : "\(base) + \(byte)" }

  var isWhole: Bool { shift == 0 && bits == count * 8 }
  private var mask: UInt64 { bits >= 64 ? .max : (1 << UInt64(bits)) - 1 }
  private var type: IntType { IntType(count * 8) }

  func load(_ base: String) -> String {
    let bytes = Self.load(base, byte, count)
    if isWhole { return bytes }
    let shifted = shift == 0 ? bytes : "\(bytes) >> \(shift)"
    let isTopmost = bits + shift == count * 8
    return isTopmost ? "(\(shifted))" : "((\(shifted)) & \(type.literal(mask)))"
  }

  func store(_ value: String, _ base: String) -> [String] {
    if isWhole { return Self.store(base, byte, count, value) }
    let kept = "(\(Self.load(base, byte, count)) & \(type.literal(~(mask << UInt64(shift)))))"
    let wide = count > 4 ? "(u64)" : "(u32)"
    let cut = "((\(wide)\(value) & \(type.literal(mask))) << \(shift))"
    return Self.store(base, byte, count, "(\(kept) | \(cut))")
  }

  /// The bytes as one big-endian number, from loads of 8, 4, 2 and 1 bytes.
  private static func load(_ base: String, _ byte: Int, _ count: Int) -> String {
    let address = address(base, byte)
    switch count {
    case 1: return byte == 0 ? "*\(base)" : "\(base)[\(byte)]"
    case 2: return "load16(\(address))"
    case 4: return "load32(\(address))"
    case 8: return "load64(\(address))"
    default:
      let first = count > 4 ? 4 : 2
      let rest = count - first
      let wide = count > 4 ? "(u64)" : "(u32)"
      return "(\(wide)\(load(base, byte, first)) << \(rest * 8) | \(load(base, byte + first, rest)))"
    }
  }

  private static func store(_ base: String, _ byte: Int, _ count: Int, _ value: String) -> [String] {
    let address = address(base, byte)
    switch count {
    case 1: return [(byte == 0 ? "*\(base)" : "\(base)[\(byte)]") + " = \(value);"]
    case 2: return ["store16(\(address), \(value));"]
    case 4: return ["store32(\(address), \(value));"]
    case 8: return ["store64(\(address), \(value));"]
    default:
      let first = count > 4 ? 4 : 2
      let rest = count - first
      return store(base, byte, first, "(\(value) >> \(rest * 8))") + store(base, byte + first, rest, value)
    }
  }
}
