import IR

/// Edges that provably no packet takes. What is not proved here is taken as possible.
struct Feasibility {
  private let program: Program
  private let flow: ControlFlow
  private let definitions: Definitions
  private let values: PossibleValues

  init(_ program: Program) {
    self.program = program
    flow = ControlFlow(program)
    definitions = Definitions(program)
    values = PossibleValues(program, definitions)
  }

  /// The edges that a packet may take, in order: those of blocks that such edges lead to.
  var edges: [Edge] {
    var isReached = [Bool](repeating: false, count: program.blocks.count)
    if !isReached.isEmpty { isReached[0] = true }
    var edges: [Edge] = []
    for (index, block) in program.blocks.enumerated() where isReached[index] {
      for (position, target) in block.terminator.targets.enumerated() {
        let edge = Edge(BlockID(index), position)
        guard canBeTaken(edge) else { continue }
        edges.append(edge)
        isReached[target.block.index] = true
      }
    }
    return edges
  }

  private func canBeTaken(_ edge: Edge) -> Bool {
    switch program[edge.from].terminator {
    case .insert(let insertions, _, _): return edge.index == 0 || !alwaysFindsRoom(insertions, at: edge.from)
    case .switch(let value, let cases, _):
      guard let numbers = values.numbers(value) else { return true }
      if edge.index < cases.count { return numbers.contains(cases[edge.index].match) }
      return !numbers.isSubset(of: cases.map(\.match))
    case .branch(let condition, _, _): return constant(condition).map { ($0 == 1) == (edge.index == 0) } ?? true
    case .extract(let header, let offset, _, _): return edge.index == 0 || !isKnownThere(header, offset, edge.from)
    default: return true
    }
  }

  /// A map that evicts its oldest record always has room; so has a queue that an element was just taken from.
  private func alwaysFindsRoom(_ insertions: [Insertion], at block: BlockID) -> Bool {
    guard let state = insertions.first?.state else { return false }
    return program[state].map?.full == .evictOldest || program[state].queue != nil && wasTakenFrom(state, before: block)
  }

  private func wasTakenFrom(_ queue: StateID, before block: BlockID) -> Bool {
    var dominator = flow.immediateDominator(of: block)
    while let earlier = dominator {
      switch program[earlier].terminator {
      case .insert(let insertions, _, _) where insertions.first?.state == queue: return false
      case .dequeue(queue, _, let ok, _) where flow.dominates(Edge(earlier, 0), to: ok.block, block):
        return !isAppended(to: queue, after: ok.block, before: block)
      default: dominator = flow.immediateDominator(of: earlier)
      }
    }
    return false
  }

  private func isAppended(to queue: StateID, after first: BlockID, before last: BlockID) -> Bool {
    (first.index..<last.index).contains { index in
      guard case .insert(let insertions, _, _) = program.blocks[index].terminator else { return false }
      return insertions.first?.state == queue && flow.dominates(first, BlockID(index))
    }
  }

  /// Whether an earlier `extract` at the same offset, which every packet passed on its `ok` edge, reached as far, and no
  /// byte was taken away since.
  private func isKnownThere(_ header: HeaderID, _ offset: Value, _ block: BlockID) -> Bool {
    var dominator = flow.immediateDominator(of: block)
    while let earlier = dominator {
      if program[earlier].instructions.contains(where: { $0.operation.movesBytes }) { return false }
      if case .extract(let other, let place, let ok, _) = program[earlier].terminator,
        program[other].bytes >= program[header].bytes, place == offset || sameConstant(place, offset),
        flow.dominates(Edge(earlier, 0), to: ok.block, block)
      {
        return !movesBytes(between: earlier, and: block)
      }
      dominator = flow.immediateDominator(of: earlier)
    }
    return false
  }

  private func movesBytes(between first: BlockID, and last: BlockID) -> Bool {
    (first.index...last.index).contains { index in
      program.blocks[index].instructions.contains { $0.operation.movesBytes }
    }
  }

  private func sameConstant(_ left: Value, _ right: Value) -> Bool {
    guard let number = constant(left) else { return false }
    return number == constant(right)
  }

  // MARK: Values that are the same for every packet

  private func constant(_ value: Value) -> UInt64? {
    guard case .instruction(let block, let position) = definitions.values[value] else { return nil }
    switch program[block].instructions[position].operation {
    case .constant(let number): return number
    case .parameter(let index): return program.parameters[index].value
    case .convert(let source): return constant(source).map { $0 & program.type(of: value).mask }
    case .compare(let comparison, let left, let right): return compared(comparison, left, right)
    case .binary(let operation, let left, let right): return combined(operation, left, right, program.type(of: value))
    default: return nil
    }
  }

  private func compared(_ comparison: Comparison, _ left: Value, _ right: Value) -> UInt64? {
    if let first = constant(left), let second = constant(right) { return comparison.holds(first, second) ? 1 : 0 }
    if let first = values.numbers(left), let second = values.numbers(right) {
      let results = Set(first.flatMap { number in second.map { comparison.holds(number, $0) } })
      if results.count == 1 { return results == [true] ? 1 : 0 }
    }
    if isLength(left), isPastFrames(right) { return comparison.holds(0, 1) ? 1 : 0 }
    if isLength(right), isPastFrames(left) { return comparison.holds(1, 0) ? 1 : 0 }
    return nil
  }

  private func combined(_ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: IntType) -> UInt64? {
    let (first, second) = (constant(left), constant(right))
    if let first, let second { return operation.apply(first, second, as: type) }
    guard let either = first ?? second else { return nil }
    switch (operation, either) {
    case (.and, 0), (.mul, 0): return 0
    case (.or, type.mask): return either
    default: return nil
    }
  }

  /// Whether it is the length of the packet, which is that of a frame.
  private func isLength(_ value: Value) -> Bool {
    guard case .instruction(let block, let position) = definitions.values[value] else { return false }
    switch program[block].instructions[position].operation {
    case .packetLength: return true
    case .convert(let source): return isLength(source)
    default: return false
    }
  }

  private func isPastFrames(_ value: Value) -> Bool { constant(value).map { $0 > Self.longestFrame } ?? false }

  /// Bytes of the longest frame of an Ethernet with jumbo frames.
  private static let longestFrame: UInt64 = 9_216
}
