struct InstructionSetRule: InstructionRule {
  let identifier = "instruction"
  let summary =
    "Instructions are those that the driver translates: no modulo, no signed division, no sign extension, no little-endian or unconditional byte swap, no stores of immediates but to the packet."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    let code = "instruction 0x" + (instruction.code < 16 ? "0" : "") + String(instruction.code, radix: 16)
    if let what = unsupported(instruction, fact) { return "\(code) not supported" + (what.isEmpty ? "" : ": \(what)") }
    return nil
  }

  private func unsupported(_ instruction: Instruction, _ fact: Analysis.Fact) -> String? {
    switch instruction.kind {
    case .alu32, .alu64: return arithmetic(instruction)
    case .jump, .jump32: return jump(instruction)
    case .load: return instruction.isWide ? nil : "packet access by the classic instructions"
    case .loadRegister: return instruction.isMemoryLoad ? nil : "sign-extending load"
    case .storeRegister: return instruction.isMemoryStore || instruction.isAtomic ? nil : ""
    case .store:
      guard instruction.isImmediateStore else { return "" }
      switch fact.registers[instruction.destination] {
      case .packet, .mapValue, .context: return nil
      default: return "store of an immediate other than to the packet"
      }
    }
  }

  private func arithmetic(_ instruction: Instruction) -> String? {
    switch instruction.arithmetic {
    case nil: return ""
    case .modulo: return instruction.offset == 0 ? "modulo" : "signed modulo"
    case .divide: return instruction.offset == 0 ? nil : "signed divide"
    case .move: return instruction.offset == 0 ? nil : "sign extension"
    case .byteOrder:
      if instruction.kind == .alu64 { return "unconditional byte swap" }
      return instruction.usesRegister ? nil : "conversion to little endian"
    default: return nil
    }
  }

  private func jump(_ instruction: Instruction) -> String? {
    if instruction.code == 0x06 { return "long jump" }
    if instruction.code == 0x8d { return "call through a register" }
    guard let comparison = instruction.comparison else { return "" }
    return instruction.kind == .jump32 && [.call, .exit, .always].contains(comparison) ? "" : nil
  }
}

struct MultiplyRule: InstructionRule {
  let identifier = "multiply"
  let summary = "Both factors of a multiplication are at most 2^32 - 1."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isArithmetic, instruction.arithmetic == .multiply else { return nil }
    if !fact.registers[instruction.destination].isAtMostU32 { return "multiplier is not within u32 value range" }
    if instruction.usesRegister {
      return fact.registers[instruction.source].isAtMostU32 ? nil : "multiplicand is not within u32 value range"
    }
    return instruction.kind == .alu64 && instruction.immediate < 0
      ? "sign extended multiplicand won't be within u32 value range" : nil
  }
}

struct DivideRule: InstructionRule {
  let identifier = "divide"
  let summary = "A division is unsigned, by a constant; both sides are at most 2^32 - 1."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isArithmetic, instruction.arithmetic == .divide else { return nil }
    if !fact.registers[instruction.destination].isAtMostU32 { return "dividend is not within u32 value range" }
    if instruction.usesRegister {
      let divisor = fact.registers[instruction.source]
      if divisor.scalar?.constant == nil { return "divisor is not constant" }
      return divisor.isAtMostU32 ? nil : "divisor is not within u32 value range"
    }
    return instruction.immediate < 0 ? "divide by negative constant is not supported" : nil
  }
}

extension Value {
  fileprivate var isAtMostU32: Bool { (scalar?.high ?? .max) <= 0xffff_ffff }
}
