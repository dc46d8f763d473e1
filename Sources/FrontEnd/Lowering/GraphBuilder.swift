import Diagnostics
import IR

/// Builds blocks of a program. It knows, at each point, which values hold what: it folds constants, reuses what was
/// computed or loaded on the way, and takes for known what a branch has decided.
struct GraphBuilder {
  var blocks: [OpenBlock] = []
  var valueTypes: [IntType] = []
  /// The operation that defines a value, by value id; nil for parameters and results of terminators.
  private var definitions: [IR.Operation?] = []
  /// Where instructions go; nil after a terminator.
  var flow: Flow?
  /// The place in the source of what has no closer one.
  var place: SourceSpan?

  struct OpenBlock {
    var label: String
    var parameters: [Value] = []
    var instructions: [Instruction] = []
    var terminator: Terminator?
    var span: SourceSpan?
  }

  /// A point in the graph and what is known there.
  struct Flow {
    var block: BlockID
    /// Results of pure operations and of loads that still hold.
    var known: [Computation: Value] = [:]
    /// Values that a branch has decided.
    var facts: [Value: UInt64] = [:]
    /// The words of the variables.
    var variables: [Int: [Value]] = [:]
    /// The headers of the packet, by id, from outside in.
    var stack: [Int] = []
    /// Where each of them begins, and where the first byte behind it is when that varies: u32.
    var places: [Int: [Value]] = [:]
    /// Those that are bound where they are now.
    var bound: [Int: HeaderID] = [:]

    func moved(to block: BlockID) -> Flow {
      var flow = self
      flow.block = block
      return flow
    }
  }

  struct Computation: Hashable {
    var operation: IR.Operation
    var type: IntType
  }

  // MARK: Blocks and values

  mutating func newBlock(_ label: String) -> BlockID {
    blocks.append(OpenBlock(label: label))
    return BlockID(blocks.count - 1)
  }

  mutating func newValue(_ type: IntType, _ operation: IR.Operation? = nil) -> Value {
    valueTypes.append(type)
    definitions.append(operation)
    return Value(valueTypes.count - 1)
  }

  mutating func addParameter(_ type: IntType, to block: BlockID) -> Value {
    let value = newValue(type)
    blocks[block.index].parameters.append(value)
    return value
  }

  func type(of value: Value) -> IntType { valueTypes[value.id] }

  /// The number that a value is known to be here.
  func constant(_ value: Value) -> UInt64? {
    if let fact = flow?.facts[value] { return fact }
    if case .constant(let number)? = definitions[value.id] { return number }
    return nil
  }

  // MARK: Instructions

  mutating func number(_ number: UInt64, _ type: IntType) -> Value { emit(.constant(number & type.mask), type, nil) }

  /// The value of an operation without effect, computed here or before.
  mutating func emit(_ operation: IR.Operation, _ type: IntType, _ span: SourceSpan?) -> Value {
    let operation = simplified(operation)
    if let folded = folded(operation, type) { return folded }
    let key = Computation(operation: operation, type: type)
    if let value = flow?.known[key] { return value }
    let result = newValue(type, operation)
    append(Instruction(result: result, operation, span: span))
    if operation.isReusable { flow?.known[key] = result }
    return result
  }

  mutating func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value, _ span: SourceSpan?) -> Value {
    emit(.binary(operation, left, right), type(of: left), span)
  }

  mutating func compare(_ comparison: Comparison, _ left: Value, _ right: Value, _ span: SourceSpan?) -> Value {
    emit(.compare(comparison, left, right), .bit, span)
  }

  mutating func convert(_ value: Value, to type: IntType, _ span: SourceSpan?) -> Value {
    self.type(of: value) == type ? value : emit(.convert(value), type, span)
  }

  /// An operation for its effect; what it makes stale is forgotten.
  mutating func perform(_ operation: IR.Operation, result: Value? = nil, _ span: SourceSpan?) {
    append(Instruction(result: result, simplified(operation), span: span))
  }

  mutating func append(_ instruction: Instruction) {
    guard let block = flow?.block else { return }
    var instruction = instruction
    instruction.span = instruction.span ?? place
    blocks[block.index].instructions.append(instruction)
  }

  /// Forgets results for which `isStale` holds.
  mutating func forget(where isStale: (IR.Operation) -> Bool) {
    let stale = flow?.known.keys.filter { isStale($0.operation) } ?? []
    for computation in stale { flow?.known[computation] = nil }
  }

  /// Notes that an operation would give this value.
  mutating func remember(_ operation: IR.Operation, _ value: Value) {
    let key = Computation(operation: operation, type: type(of: value))
    flow?.known[key] = value
  }

  /// Puts constants in the place of operands that are known.
  private mutating func simplified(_ operation: IR.Operation) -> IR.Operation {
    guard let facts = flow?.facts else { return operation }
    let decided = operation.operands.filter { facts[$0] != nil }
    guard !decided.isEmpty else { return operation }
    let constants = Dictionary(decided.map { ($0, settled($0)) }) { first, _ in first }
    return operation.mappingOperands { constants[$0] ?? $0 }
  }

  /// The constant that a value is known to be, or the value.
  mutating func settled(_ value: Value) -> Value {
    guard let fact = flow?.facts[value] else { return value }
    return number(fact, type(of: value))
  }

  private mutating func folded(_ operation: IR.Operation, _ type: IntType) -> Value? {
    switch operation {
    case .binary(let binary, let left, let right):
      if let a = constant(left), let b = constant(right) { return number(binary.apply(a, b, as: type), type) }
      return absorbed(binary, left, right, type)
    case .compare(let comparison, let left, let right):
      if left == right { return number(comparison.holds(0, 0) ? 1 : 0, .bit) }
      guard let a = constant(left), let b = constant(right) else { return nil }
      return number(comparison.holds(a, b) ? 1 : 0, .bit)
    case .convert(let value): return constant(value).map { number($0, type) }
    default: return nil
    }
  }

  /// `x and 0`, `x or all ones` and their neutral elements.
  private mutating func absorbed(_ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: IntType) -> Value?
  {
    for (value, other) in [(left, right), (right, left)] {
      guard let number = constant(value) else { continue }
      switch (operation, number) {
      case (.and, 0): return self.number(0, type)
      case (.or, type.mask): return self.number(type.mask, type)
      case (.and, type.mask), (.or, 0), (.xor, 0), (.add, 0): return other
      default: break
      }
    }
    return nil
  }

  // MARK: Ends of blocks

  /// Ends the current block; the caller has prepared the flows that go on.
  mutating func end(_ terminator: Terminator, _ span: SourceSpan?) {
    guard let block = flow?.block else { return }
    blocks[block.index].terminator = terminator
    blocks[block.index].span = span ?? place
    flow = nil
  }

  /// The definition of a value, for what a decided branch implies.
  func definition(_ value: Value) -> IR.Operation? { definitions[value.id] }
}

extension IR.Operation {
  /// True where the same operation gives the same value until a store.
  fileprivate var isReusable: Bool {
    switch self {
    case .constant, .parameter, .binary, .compare, .select, .convert, .hash, .packetLength, .ingressPort, .now,
      .loadField, .loadEntry, .loadArray, .skipExtensions, .sumBytes, .hashBytes:
      true
    default: false
    }
  }
}
