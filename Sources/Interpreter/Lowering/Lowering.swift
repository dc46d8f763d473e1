import IR

/// Turns the graph of a verified program into one array of steps.
///
/// Each value has a register of its own, so a value stays where it is for the whole packet. Constants and parameters
/// are written to theirs once and cost nothing at run time; neither do widening conversions, which share the operand's
/// register. A comparison that only branches use becomes part of the branch. Arguments of an edge are moves on a stub
/// between the two blocks; as the graph has no cycle, a block's parameters are never among the arguments it is given.
struct Lowering {
  let program: Program
  let parameters: [UInt64]
  let stores: Stores
  let paths: PathNumbering

  var code: [Code] = []
  var operands: [Int32] = []
  var cases: [CaseRow] = []
  var registers: [UInt64] = []
  /// Register by value id; -1 while it has none.
  var registerOf: [Int32]
  private var registerOfConstant: [UInt64: Int32] = [:]
  /// Comparisons by the value id of their result.
  var comparisons: [Int: (comparison: Comparison, left: Value, right: Value)] = [:]
  /// Values that something other than a branch reads.
  var readElsewhere: Set<Value> = []
  var blockStarts: [Int32]
  var fixups: [Fixup] = []
  var mostUses = 0
  /// Whether the packet's length can change, so that it has to be read where it is asked for.
  let movesBytes: Bool
  /// The register that takes results nobody asked for.
  let unread = Int32(FixedRegister.unread)

  /// A place in the code that waits for a block's position.
  enum Fixup {
    case first(code: Int, BlockID)
    case second(code: Int, BlockID)
    case row(case: Int, BlockID)
  }

  struct Lowered {
    var code: [Code]
    var operands: [Int32]
    var cases: [CaseRow]
    var registers: [UInt64]
    /// Register by value id; -1 for a value without one.
    var registerOf: [Int32]
    var pathCount: Int
    /// Records that one packet can use, at most.
    var mostUses: Int
    var movesBytes: Bool
  }

  init(_ program: Program, parameters: [UInt64], stores: Stores) {
    self.program = program
    self.parameters = parameters
    self.stores = stores
    paths = PathNumbering(program)
    registerOf = [Int32](repeating: -1, count: program.valueTypes.count)
    blockStarts = [Int32](repeating: 0, count: program.blocks.count)
    registers = [UInt64](repeating: 0, count: FixedRegister.count)
    movesBytes = program.blocks.contains { $0.instructions.contains(where: \.operation.movesBytes) }
  }

  consuming func lowered() throws -> Lowered {
    for block in program.blocks { note(block) }
    for (index, block) in program.blocks.enumerated() {
      blockStarts[index] = Int32(truncatingIfNeeded: code.count)
      for instruction in block.instructions { emit(instruction) }
      emit(block.terminator, of: BlockID(index))
    }
    settle()
    guard code.count < Int32.max, operands.count < Int32.max else {
      throw InterpreterError.malformed(message: "the program has too many steps")
    }
    return Lowered(
      code: code, operands: operands, cases: cases, registers: registers, registerOf: registerOf, pathCount: paths.count,
      mostUses: mostUses, movesBytes: movesBytes)
  }

  /// Gives values that exist from the start their registers, and finds what only branches read.
  private mutating func note(_ block: Block) {
    for instruction in block.instructions {
      if let result = instruction.result { note(result, instruction.operation) }
      readElsewhere.formUnion(instruction.operation.operands)
    }
    if case .branch = block.terminator {} else { readElsewhere.formUnion(block.terminator.operands) }
    for target in block.terminator.targets { readElsewhere.formUnion(target.arguments) }
    switch block.terminator {
    case .lookup, .insert: mostUses += 1
    default: break
    }
  }

  private mutating func note(_ result: Value, _ operation: Operation) {
    switch operation {
    case .constant(let number): registerOf[result.id] = constant(number)
    case .parameter(let index): registerOf[result.id] = constant(parameters[index])
    case .packetLength: if !movesBytes { registerOf[result.id] = Int32(FixedRegister.packetLength) }
    case .ingressPort: registerOf[result.id] = Int32(FixedRegister.ingressPort)
    case .now: registerOf[result.id] = Int32(FixedRegister.now)
    case .compare(let comparison, let left, let right): comparisons[result.id] = (comparison, left, right)
    default: break
    }
  }

  private mutating func constant(_ number: UInt64) -> Int32 {
    if let known = registerOfConstant[number] { return known }
    let register = newRegister(number)
    registerOfConstant[number] = register
    return register
  }

  private mutating func newRegister(_ value: UInt64 = 0) -> Int32 {
    registers.append(value)
    return Int32(truncatingIfNeeded: registers.count - 1)
  }

  /// The register of a value; it gets one when it has none yet.
  mutating func register(_ value: Value) -> Int32 {
    if registerOf[value.id] < 0 { registerOf[value.id] = newRegister() }
    return registerOf[value.id]
  }

  /// Appends the registers of values to the operand lists and returns where they begin.
  mutating func list(_ values: [Value]) -> Int32 {
    let registers = values.map { register($0) }
    operands += registers
    return Int32(truncatingIfNeeded: operands.count - registers.count)
  }

  func type(_ value: Value) -> IntType { program.type(of: value) }

  private mutating func settle() {
    for fixup in fixups {
      switch fixup {
      case .first(let code, let block): self.code[code].a = blockStarts[block.index]
      case .second(let code, let block): self.code[code].b = blockStarts[block.index]
      case .row(let row, let block): cases[row].target = blockStarts[block.index]
      }
    }
  }
}
