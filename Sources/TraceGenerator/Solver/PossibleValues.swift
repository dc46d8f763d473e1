import IR

/// The few numbers that a value can have, where it has few: ports, the states of an enumeration, constants.
///
/// A field of a record holds what the program stores there, so an enumeration's field has no other number than its cases.
struct PossibleValues {
  private let program: Program
  private let definitions: Definitions
  /// By parameter: what edges give it.
  private var arguments: [Value: [Value]] = [:]
  /// What is stored to a field of a state's entries; nil where that is not to be told.
  private var stored: [StateField: [Value]?] = [:]

  private struct StateField: Hashable { var state: Int; var field: Int }

  /// More numbers than this are many.
  private static let most = 64

  init(_ program: Program, _ definitions: Definitions) {
    self.program = program
    self.definitions = definitions
    for block in program.blocks {
      for target in block.terminator.targets {
        for (parameter, argument) in zip(program[target.block].parameters, target.arguments) {
          arguments[parameter, default: []].append(argument)
        }
      }
      if case .insert(let insertions, _, _) = block.terminator { insertions.forEach { note($0) } }
      for instruction in block.instructions { note(instruction.operation) }
    }
  }

  private mutating func note(_ insertion: Insertion) {
    for (field, value) in insertion.values.enumerated() { note(value, insertion.state, field) }
  }

  private mutating func note(_ operation: Operation) {
    switch operation {
    case .storeEntry(let entry, let field, let value): note(value, program[entry].state, field)
    case .addEntry(let entry, let field, _):
      stored[StateField(state: program[entry].state.index, field: field)] = .some(nil)
    default: break
    }
  }

  private mutating func note(_ value: Value, _ state: StateID, _ field: Int) {
    let place = StateField(state: state.index, field: field)
    guard let values = stored[place] else { return stored[place] = [value] }
    if let values { stored[place] = values + [value] }
  }

  /// The numbers, or nil when they are many.
  func numbers(_ value: Value) -> Set<UInt64>? {
    var visited: Set<Value> = []
    return numbers(value, &visited)
  }

  /// A value that is met again adds nothing: it is stored where it was read.
  private func numbers(_ value: Value, _ visited: inout Set<Value>) -> Set<UInt64>? {
    guard visited.insert(value).inserted else { return [] }
    switch definitions.values[value] {
    case .parameter: return union(arguments[value] ?? [], &visited)
    case .instruction(let block, let position):
      return numbers(program[block].instructions[position].operation, value, &visited)
    case .edge, nil: return nil
    }
  }

  private func union(_ values: [Value], _ visited: inout Set<Value>) -> Set<UInt64>? {
    var all: Set<UInt64> = []
    for value in values {
      guard let numbers = numbers(value, &visited) else { return nil }
      all.formUnion(numbers)
    }
    return all.count <= Self.most ? all : nil
  }

  private func numbers(_ operation: Operation, _ result: Value, _ visited: inout Set<Value>) -> Set<UInt64>? {
    switch operation {
    case .constant(let number): return [number]
    case .parameter(let index): return [program.parameters[index].value]
    case .ingressPort: return Set((0..<program.ports.count).map(UInt64.init))
    case .select(_, let then, let otherwise): return union([then, otherwise], &visited)
    case .convert(let source):
      let mask = program.type(of: result).mask
      return numbers(source, &visited).map { Set($0.map { $0 & mask }) }
    case .loadEntry(let entry, let field):
      let state = program[entry].state
      guard program[state].map?.meters.isEmpty == true,
        let values = stored[StateField(state: state.index, field: field)] ?? nil
      else { return nil }
      return union(values, &visited)
    default: return nil
    }
  }
}
