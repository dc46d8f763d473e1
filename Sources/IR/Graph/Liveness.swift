/// What is needed at a point of the program: values and handles defined before it and used after it.
public struct LiveSet: Hashable, Sendable {
  public var values: Set<Value> = []
  public var headers: Set<HeaderID> = []
  public var entries: Set<EntryID> = []

  public init() {}

  /// Ascending by id.
  public var sortedValues: [Value] { values.sorted { $0.id < $1.id } }
  public var sortedHeaders: [HeaderID] { headers.sorted { $0.index < $1.index } }
  public var sortedEntries: [EntryID] { entries.sorted { $0.index < $1.index } }

  mutating func formUnion(_ other: LiveSet) {
    values.formUnion(other.values)
    headers.formUnion(other.headers)
    entries.formUnion(other.entries)
  }

  mutating func use(_ instruction: Instruction) {
    if let result = instruction.result { values.remove(result) }
    values.formUnion(instruction.operation.operands)
    if let header = instruction.operation.header { headers.insert(header) }
    if let header = instruction.operation.boundHeader { headers.remove(header) }
    if let entry = instruction.operation.entry { entries.insert(entry) }
  }
}

/// Live values and handles at the entry of each block.
public struct Liveness: Sendable {
  private let sets: [LiveSet]

  public init(_ program: Program) {
    var sets = [LiveSet](repeating: LiveSet(), count: program.blocks.count)
    for (index, block) in program.blocks.enumerated().reversed() {
      var live = Self.beforeTerminator(block.terminator, sets)
      for instruction in block.instructions.reversed() { live.use(instruction) }
      live.values.subtract(block.parameters)
      sets[index] = live
    }
    self.sets = sets
  }

  /// What `block` and the blocks after it use of what was defined before it. Its own parameters are not in the set; a
  /// handle or a result that the edge into it binds is.
  public func liveIn(_ block: BlockID) -> LiveSet { sets[block.index] }

  private static func beforeTerminator(_ terminator: Terminator, _ sets: [LiveSet]) -> LiveSet {
    var live = LiveSet()
    for target in terminator.targets where target.block.index < sets.count {
      live.formUnion(sets[target.block.index])
      live.values.formUnion(target.arguments)
    }
    if let result = terminator.result { live.values.remove(result) }
    if let header = terminator.boundHeader { live.headers.remove(header) }
    if let entry = terminator.boundEntry { live.entries.remove(entry) }
    live.values.formUnion(terminator.operands)
    if let entry = terminator.entry { live.entries.insert(entry) }
    return live
  }
}
