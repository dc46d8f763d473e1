extension Program {
  /// The program in its text form, with the places in the source. `docs/ir.md` has the grammar.
  public var text: String { text(spans: true) }

  /// The text form; without spans it does not say where the program came from either.
  public func text(spans: Bool) -> String {
    var writer = ProgramWriter(self, spans: spans)
    writer.writeProgram()
    return writer.output
  }

  /// FNV-1a (64 bit, 16 hex digits) of the text form less its spans: the same for the same meaning.
  public var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text(spans: false).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension IntType: CustomStringConvertible {
  /// `bit`, or `u` and the width.
  public var description: String { bits == 1 ? "bit" : "u\(bits)" }
}

extension Value: CustomStringConvertible {
  public var description: String { "v\(id)" }
}

extension BlockID: CustomStringConvertible {
  public var description: String { "b\(index)" }
}
