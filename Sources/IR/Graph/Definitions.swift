/// Where a value or a handle comes from.
public enum Definition: Hashable, Sendable {
  case parameter(BlockID)
  /// The instruction's index in its block.
  case instruction(BlockID, Int)
  /// Edge 0 of the block's terminator: `take`, `pick`, `extract`, `lookup`.
  case edge(BlockID)
}

/// Where values and handles are defined. Of several definitions, which only an ill-formed program has, the first
/// counts.
public struct Definitions: Sendable {
  public private(set) var values: ValueTable<Definition>
  public private(set) var headers: [HeaderID: Definition] = [:]
  public private(set) var entries: [EntryID: BlockID] = [:]
  /// What was defined a second time, and where.
  public private(set) var repeated: [(what: String, place: Definition)] = []

  public init(_ program: Program) {
    values = ValueTable(program)
    for (index, block) in program.blocks.enumerated() {
      let id = BlockID(index)
      for parameter in block.parameters { define(parameter, .parameter(id)) }
      for (position, instruction) in block.instructions.enumerated() {
        if let result = instruction.result { define(result, .instruction(id, position)) }
        if let header = instruction.operation.boundHeader { bind(header, .instruction(id, position), program) }
      }
      if let result = block.terminator.result { define(result, .edge(id)) }
      if let header = block.terminator.boundHeader { bind(header, .edge(id), program) }
      if let entry = block.terminator.boundEntry { bind(entry, id, program) }
    }
  }

  private mutating func define(_ value: Value, _ place: Definition) {
    if values[value] == nil { values[value] = place } else { repeated.append(("\(value)", place)) }
  }

  private mutating func bind(_ header: HeaderID, _ place: Definition, _ program: Program) {
    if headers[header] == nil {
      headers[header] = place
    } else {
      repeated.append(("header '\(program[header].name)'", place))
    }
  }

  private mutating func bind(_ entry: EntryID, _ block: BlockID, _ program: Program) {
    if entries[entry] == nil {
      entries[entry] = block
    } else {
      repeated.append(("entry '\(program[entry].name)'", .edge(block)))
    }
  }
}
