extension Pass {
  /// Computes what is known before the first packet, follows copies, and makes jumps of decided branches.
  ///
  /// Blocks stand in topological order, so one walk forward sees every definition before its uses. Parameters of the
  /// program are not folded: they are bound again when it is deployed.
  public static let constantFolding = Pass("constant folding") { program in
    var folder = Folder(program)
    let reachable = ControlFlow(program).isReachable
    for index in program.blocks.indices where reachable[index] { folder.fold(index) }
    return folder.program.replacing(folder.copies)
  }
}

/// Knows the constants and the copies among the values seen so far.
private struct Folder {
  var program: Program
  /// Values that are another value under a second name.
  var copies: ValueTable<Value>
  private var constants: ValueTable<UInt64>
  private let incoming: [[Edge]]

  init(_ program: Program) {
    self.program = program
    copies = ValueTable(program)
    constants = ValueTable(program)
    incoming = program.incomingEdges()
  }

  mutating func fold(_ index: Int) {
    foldParameters(index)
    for position in program.blocks[index].instructions.indices { foldInstruction(index, position) }
    let terminator = program.blocks[index].terminator.mappingOperands { original($0) }
    program.blocks[index].terminator = decided(terminator)
  }

  private func original(_ value: Value) -> Value { copies[value] ?? value }

  /// A parameter that gets one value over all edges is that value.
  private mutating func foldParameters(_ index: Int) {
    if program.blocks[index].parameters.isEmpty { return }
    let arriving = Set(incoming[index].map(\.from)).flatMap { program[$0].terminator.targets }
      .filter { $0.block.index == index }
    for (position, parameter) in program.blocks[index].parameters.enumerated() {
      guard let first = arriving.first.map({ original($0.arguments[position]) }),
        arriving.allSatisfy({ original($0.arguments[position]) == first })
      else { continue }
      copies[parameter] = first
    }
  }

  private mutating func foldInstruction(_ index: Int, _ position: Int) {
    var instruction = program.blocks[index].instructions[position]
    instruction.operation = instruction.operation.mappingOperands { original($0) }
    if let result = instruction.result {
      let type = program.type(of: result)
      if let number = number(instruction.operation, type) {
        constants[result] = number
        instruction.operation = .constant(number)
      } else if let same = copied(instruction.operation, type) {
        copies[result] = same
      }
    }
    program.blocks[index].instructions[position] = instruction
  }

  /// The result, if it is known.
  private func number(_ operation: Operation, _ type: IntType) -> UInt64? {
    switch operation {
    case .constant(let number): return number
    case .binary(let operation, let left, let right):
      guard let left = constants[left], let right = constants[right] else { return nil }
      return operation.apply(left, right, as: type)
    case .compare(let comparison, let left, let right): return answer(comparison, left, right)
    case .convert(let value): return constants[value].map { $0 & type.mask }
    case .hash(let seed, let values):
      let numbers = values.compactMap { constants[$0] }
      return numbers.count == values.count ? mix64(seed: seed, numbers) : nil
    default: return nil
    }
  }

  private func answer(_ comparison: Comparison, _ left: Value, _ right: Value) -> UInt64? {
    if left == right { return comparison.holds(0, 0) ? 1 : 0 }
    guard let left = constants[left], let right = constants[right] else { return nil }
    return comparison.holds(left, right) ? 1 : 0
  }

  /// The operand that the result equals, if there is one.
  private func copied(_ operation: Operation, _ type: IntType) -> Value? {
    switch operation {
    case .convert(let value): program.type(of: value) == type ? value : nil
    case .select(let condition, let then, let otherwise):
      then == otherwise ? then : constants[condition].map { $0 == 1 ? then : otherwise }
    case .binary(let operation, let left, let right): copied(operation, left, right, type)
    default: nil
    }
  }

  /// Neutral elements: `x + 0`, `x - 0`, `x | 0`, `x ^ 0`, shifts by 0, `x & all ones`, `x * 1`, `x / 1`.
  private func copied(_ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: IntType) -> Value? {
    if isNeutral(right, for: operation, type) { return left }
    return operation.isCommutative && isNeutral(left, for: operation, type) ? right : nil
  }

  private func isNeutral(_ value: Value, for operation: BinaryOperator, _ type: IntType) -> Bool {
    guard let number = constants[value] else { return false }
    return switch operation {
    case .add, .sub, .or, .xor, .shl, .shr, .addSat, .subSat, .max: number == 0
    case .and, .min: number == type.mask
    case .mul, .div: number == 1
    case .rem: false
    }
  }

  private func decided(_ terminator: Terminator) -> Terminator {
    switch terminator {
    case .branch(let condition, let then, let otherwise):
      constants[condition].map { .jump($0 == 1 ? then : otherwise) } ?? terminator
    case .switch(let value, let cases, let otherwise):
      constants[value].map { number in .jump(cases.first { $0.match == number }?.target ?? otherwise) } ?? terminator
    default: terminator
    }
  }
}
