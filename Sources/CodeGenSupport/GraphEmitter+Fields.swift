import IR

/// Header fields as loads and stores of whole bytes, masks and shifts.
extension GraphEmitter {
  mutating func loadField(_ header: HeaderID, _ field: Field) -> String {
    let base = code.name(of: header)
    let parts = FieldPart.parts(of: field)
    let high = parts[0].load(base)
    guard parts.count == 2 else { return field.type.bits == 64 ? high : "(\(field.type.cType))(\(high))" }
    return "((u64)(\(high)) << \(parts[1].bits) | \(parts[1].load(base)))"
  }

  mutating func storeField(_ header: HeaderID, _ field: Field, _ value: String) {
    let base = code.name(of: header)
    let parts = FieldPart.parts(of: field)
    if parts.count == 1 {
      for line in parts[0].store(value, base) { code.line(line) }
    } else {
      let lines = parts[0].store("(\(value) >> \(parts[1].bits))", base) + parts[1].store(value, base)
      for line in lines { code.line(line) }
    }
  }

  /// RFC 1624; a UDP checksum of 0 means none, and one that comes out as 0 is sent as 0xffff (RFC 768).
  mutating func adjustChecksum(
    _ header: HeaderID, _ field: Field, _ old: Value, _ new: Value, udpZeroRule: Bool
  ) {
    let place = FieldPart.address(code.name(of: header), field.bitOffset / 8)
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

/// A bit range within at most eight bytes.
private struct FieldPart {
  /// First byte, and how many.
  var byte, count: Int
  /// Width, and how far it stands above the last byte's lowest bit.
  var bits, shift: Int

  /// The field as one range, or two when it straddles nine bytes.
  static func parts(of field: Field) -> [FieldPart] {
    let start = field.bitOffset
    let end = start + field.type.bits
    if (end + 7) / 8 - start / 8 <= 8 { return [FieldPart(from: start, to: end)] }
    let middle = (start / 8 + 1) * 8
    return [FieldPart(from: start, to: middle), FieldPart(from: middle, to: end)]
  }

  init(from start: Int, to end: Int) {
    byte = start / 8
    count = (end + 7) / 8 - byte
    bits = end - start
    shift = (byte + count) * 8 - end
  }

  static func address(_ base: String, _ byte: Int) -> String { byte == 0 ? base : "\(base) + \(byte)" }

  private var isWhole: Bool { shift == 0 && bits == count * 8 }
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
    case 1: return [(byte == 0 ? "*\(base)" : "\(base)[\(byte)]") + " = (u8)\(value);"]
    case 2: return ["store16(\(address), (u16)\(value));"]
    case 4: return ["store32(\(address), (u32)\(value));"]
    case 8: return ["store64(\(address), \(value));"]
    default:
      let first = count > 4 ? 4 : 2
      let rest = count - first
      return store(base, byte, first, "(\(value) >> \(rest * 8))") + store(base, byte + first, rest, value)
    }
  }
}
