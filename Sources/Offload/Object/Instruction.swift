/// One eBPF instruction, decoded (RFC 9669). The second half of a wide one stands after it, with `isSecondHalf`.
public struct Instruction: Hashable, Sendable {
  public var code: UInt8
  public var destination: Int
  public var source: Int
  public var offset: Int
  public var immediate: Int32
  /// All 64 bits that a wide instruction loads.
  public var wide: UInt64 = 0
  public var isSecondHalf = false
  /// What a relocation put in.
  public var reference: Reference?

  /// What an instruction refers to by name.
  public enum Reference: Hashable, Sendable {
    /// By index in the object's maps.
    case map(Int)
    /// Variables of a data section, and that section.
    case data(String)
    /// A function of the program, by the index of its first instruction.
    case function(Int)
    /// Something that the kernel would have to supply.
    case external(String)
  }

  enum Class: UInt8 { case load, loadRegister, store, storeRegister, alu32, jump, jump32, alu64 }
  enum Arithmetic: UInt8 {
    case add, subtract, multiply, divide, or, and, shiftLeft, shiftRight, negate, modulo, xor, move, shiftRightArithmetic,
      byteOrder
  }
  enum Comparison: UInt8 {
    case always, equal, greater, greaterOrEqual, anyBit, notEqual, signedGreater, signedGreaterOrEqual, call, exit, less,
      lessOrEqual, signedLess, signedLessOrEqual
  }

  var kind: Class { Class(rawValue: code & 7) ?? .load }
  /// The operand is a register and not the immediate.
  var usesRegister: Bool { code & 8 != 0 }
  var arithmetic: Arithmetic? { Arithmetic(rawValue: code >> 4) }
  var comparison: Comparison? { Comparison(rawValue: code >> 4) }
  var isArithmetic: Bool { kind == .alu32 || kind == .alu64 }
  var isJump: Bool { kind == .jump || kind == .jump32 }
  /// Loads 64 bits, an address or a number.
  var isWide: Bool { code == 0x18 }
  var isExit: Bool { code == 0x95 }
  var isCall: Bool { code == 0x85 || code == 0x8d }
  /// Calls a helper by number.
  var isHelperCall: Bool { code == 0x85 && source == 0 }
  /// Calls a function of the program.
  var isLocalCall: Bool { code == 0x85 && source == 1 }
  /// A jump that depends on a comparison.
  var isConditional: Bool {
    isJump && !isCall && !isExit && comparison != .always && comparison != nil
  }
  var isUnconditional: Bool { code == 0x05 || code == 0x06 }
  /// How far an unconditional jump goes: `gotol` has it in the immediate.
  var distance: Int { code == 0x06 ? Int(immediate) : offset }

  /// Bits of `code` that tell loads and stores apart: plain, atomic, sign-extending.
  private var mode: UInt8 { code >> 5 }
  var isMemoryLoad: Bool { kind == .loadRegister && mode == 3 }
  var isMemoryStore: Bool { kind == .storeRegister && mode == 3 }
  var isImmediateStore: Bool { kind == .store && mode == 3 }
  var isAtomic: Bool { kind == .storeRegister && mode == 6 }
  /// Bytes that a load or store moves.
  var bytes: Int {
    switch code & 0x18 {
    case 0x00: 4
    case 0x08: 2
    case 0x10: 1
    default: 8
    }
  }
}

/// Reads a section's instructions.
enum InstructionReader {
  static func instructions(_ section: ELFFile.Section) throws(ObjectError) -> [Instruction] {
    let content = section.content
    guard content.count % 8 == 0 else { throw .section(section.name, "\(content.count) bytes are no whole number of instructions") }
    var result: [Instruction] = []
    result.reserveCapacity(content.count / 8)
    for index in 0..<(content.count / 8) {
      let offset = index * 8
      let registers = try content.u8(offset + 1)
      var instruction = Instruction(
        code: try content.u8(offset), destination: Int(registers & 15), source: Int(registers >> 4),
        offset: Int(Int16(bitPattern: try content.u16(offset + 2))), immediate: Int32(bitPattern: try content.u32(offset + 4)))
      if let last = result.last, last.isWide, !last.isSecondHalf {
        guard instruction.code == 0 else { throw .instruction(index - 1, of: section.name, "its second half is not one") }
        result[index - 1].wide =
          UInt64(UInt32(bitPattern: instruction.immediate)) << 32 | UInt64(UInt32(bitPattern: last.immediate))
        instruction.isSecondHalf = true
      }
      guard instruction.destination <= 10, instruction.source <= 10 else {
        throw .instruction(index, of: section.name, "register \(max(instruction.destination, instruction.source)) does not exist")
      }
      result.append(instruction)
    }
    if let last = result.last, last.isWide, !last.isSecondHalf {
      throw .instruction(result.count - 1, of: section.name, "its second half is missing")
    }
    return result
  }
}
