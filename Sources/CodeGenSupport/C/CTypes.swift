import IR

extension IntType {
  /// The C type that holds it: `u8`, `u16`, `u32` or `u64` of the prelude.
  public var cType: String { "u\(storageBytes * 8)" }

  /// True where the C type is exactly as wide.
  public var fillsStorage: Bool { bits == storageBytes * 8 }

  /// A literal of this type: hexadecimal from 1024 up, with the suffix that keeps C's arithmetic unsigned.
  public func literal(_ value: UInt64) -> String {
    let value = value & mask
    let digits = value < 1024 ? String(value) : "0x" + String(value, radix: 16)
    return digits + (bits <= 16 ? "" : bits <= 32 ? "u" : "ull")
  }

  /// `expression`, which may have bits above this type's, cut to it.
  public func cut(_ expression: String) -> String {
    if fillsStorage { return "(\(cType))(\(expression))" }
    return "(\(cType))((\(expression)) & \(literal(mask)))"
  }
}
