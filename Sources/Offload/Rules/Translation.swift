/// How long a program is in the card's own instructions.
///
/// An estimate from how the Linux driver expands each eBPF instruction (drivers/net/ethernet/netronome/nfp/bpf/jit.c):
/// registers of 64 bits are two of the card's, constants above 8 bits take loads of their own. What its peephole passes
/// save is not counted, so the estimate is rather high.
enum Translation {
  /// Setting up, mapping the verdict, and the empty slots that the code store wants behind a program.
  private static let frame = 2 + 13 + 8
  /// Saving and restoring registers, once for all functions.
  private static let calls = 2 * 14

  static func length(of subject: Subject) -> Int {
    let hasCalls = subject.program.functions.count > 1
    return subject.reached.reduce(frame + (hasCalls ? calls : 0)) { $0 + cost($1.instruction, $1.fact) }
  }

  private static func cost(_ instruction: Instruction, _ fact: Analysis.Fact) -> Int {
    if instruction.isWide { return constant(UInt32(truncatingIfNeeded: instruction.wide)) + constant(UInt32(instruction.wide >> 32)) }
    switch instruction.kind {
    case .alu32, .alu64: return arithmetic(instruction, fact)
    case .loadRegister: return load(instruction, fact.registers[instruction.source])
    case .storeRegister, .store: return store(instruction, fact)
    case .jump, .jump32: return jump(instruction)
    case .load: return 5
    }
  }

  /// Loading a constant into a register: 16 bits at a time.
  private static func constant(_ value: UInt32) -> Int {
    func isShort(_ value: UInt32) -> Bool { value & 0xffff_0000 == 0 || value & 0xff00_00ff == 0 || value & 0xffff == 0 }
    return isShort(value) || isShort(~value) ? 1 : 2
  }

  /// The same for an operand: up to 8 bits stand in the instruction.
  private static func operand(_ value: Int32) -> Int {
    0...255 ~= value || -255...0 ~= value ? 0 : constant(UInt32(bitPattern: value))
  }

  private static func arithmetic(_ instruction: Instruction, _ fact: Analysis.Fact) -> Int {
    let isWide = instruction.kind == .alu64
    let halves = isWide ? 2 : 1
    let extension32 = isWide ? 0 : 1
    let immediate = instruction.usesRegister ? 0 : operand(instruction.immediate)
    switch instruction.arithmetic {
    case .multiply: return 7 + immediate + extension32
    case .divide: return 13 + extension32
    case .byteOrder: return instruction.immediate == 64 ? 5 : 3
    case .move where !instruction.usesRegister: return constant(UInt32(bitPattern: instruction.immediate)) + 1
    case .shiftLeft, .shiftRight, .shiftRightArithmetic:
      guard instruction.usesRegister else { return halves + extension32 }
      return isWide ? 14 : 4
    case .and, .or, .xor: return logic(instruction, halves) + extension32
    default: return halves + immediate + extension32
    }
  }

  /// Halves that an immediate leaves as they are take nothing.
  private static func logic(_ instruction: Instruction, _ halves: Int) -> Int {
    guard !instruction.usesRegister else { return halves }
    let isNeutral = instruction.arithmetic == .and ? instruction.immediate == -1 : instruction.immediate == 0
    let low = isNeutral ? 0 : 1 + operand(instruction.immediate)
    return low + (halves == 2 ? 1 : 0)
  }

  private static func load(_ instruction: Instruction, _ address: Value) -> Int {
    let words = max(1, instruction.bytes / 4)
    let clear = instruction.bytes < 8 ? 1 : 0
    switch address {
    case .context: return 3
    case .stack(_, let offset): return stack(words, (offset ?? -512) + instruction.offset) + clear
    case .packet: return 1 + words + clear + operand(Int32(instruction.offset))
    default: return 3 + words + clear
    }
  }

  private static func store(_ instruction: Instruction, _ fact: Analysis.Fact) -> Int {
    let words = max(1, instruction.bytes / 4)
    if instruction.isAtomic {
      let isShort = (fact.registers[instruction.source].scalar?.high ?? .max) <= 0xffff
      return isShort ? 5 : 9
    }
    switch fact.registers[instruction.destination] {
    case .stack(_, let offset): return stack(words, (offset ?? -512) + instruction.offset)
    default: return 1 + words + operand(Int32(instruction.offset)) + (instruction.kind == .store ? 1 : 0)
    }
  }

  /// Beyond the window of 64 bytes its base is set first, with three empty slots behind that.
  private static func stack(_ words: Int, _ offset: Int) -> Int { words + (offset < -64 ? 5 : 0) }

  private static func jump(_ instruction: Instruction) -> Int {
    if instruction.isExit || instruction.isUnconditional { return 1 }
    if instruction.isHelperCall { return helper(Helper(rawValue: Int(instruction.immediate))) }
    if instruction.isCall { return 6 }
    let halves = instruction.kind == .jump ? 2 : 1
    return halves + 1 + (instruction.usesRegister ? 0 : operand(instruction.immediate))
  }

  private static func helper(_ helper: Helper?) -> Int {
    switch helper {
    case .mapLookup, .mapDelete: 9
    case .mapUpdate: 12
    case .random: 5
    case .adjustHead: 24
    case .adjustTail: 14
    default: 10
    }
  }
}
