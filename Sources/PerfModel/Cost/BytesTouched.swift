import IR

/// Which bytes of headers a block has loaded or stored. Fields that are bits of one byte are one access: compilers load the byte
/// once, and assemble it before they store it.
struct BytesTouched {
  private struct Byte: Hashable {
    var header: HeaderID
    var byte: Int
    var stored: Bool
  }

  private var touched: Set<Byte> = []

  /// Whether an access to a field is one of its own.
  mutating func isNew(_ header: HeaderID, _ field: Field, stored: Bool) -> Bool {
    guard field.type.bits < 8 else { return true }
    return touched.insert(Byte(header: header, byte: field.bitOffset / 8, stored: stored)).inserted
  }
}

extension OperationClass {
  static func load(_ field: Field) -> OperationClass { field.type.bits > 32 ? .loadWide : .loadField }
  static func store(_ field: Field) -> OperationClass { field.type.bits > 32 ? .storeWide : .storeField }
}
