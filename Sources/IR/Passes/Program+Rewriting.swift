/// What several passes do to a program.
extension Program {
  /// Replaces uses of values; a replacement is followed until it is not replaced itself.
  func replacing(_ replacements: ValueTable<Value>) -> Program {
    guard !replacements.isEmpty else { return self }
    func final(_ value: Value) -> Value {
      var value = value
      while let next = replacements[value] { value = next }
      return value
    }
    var program = self
    for index in blocks.indices {
      for position in blocks[index].instructions.indices {
        let operation = blocks[index].instructions[position].operation
        program.blocks[index].instructions[position].operation = operation.mappingOperands(final)
      }
      program.blocks[index].terminator = blocks[index].terminator.mappingOperands(final)
    }
    return program
  }

  /// Removes the parameters of each block at the positions given, and the arguments that edges gave for them.
  func removingParameters(_ positions: [Set<Int>]) -> Program {
    guard positions.contains(where: { !$0.isEmpty }) else { return self }
    func kept<Element>(_ elements: [Element], _ block: Int) -> [Element] {
      if positions[block].isEmpty { return elements }
      return elements.enumerated().filter { !positions[block].contains($0.offset) }.map(\.element)
    }
    var program = self
    for index in blocks.indices {
      program.blocks[index].parameters = kept(blocks[index].parameters, index)
      program.blocks[index].terminator = blocks[index].terminator.mappingTargets {
        Target($0.block, kept($0.arguments, $0.block.index))
      }
    }
    return program
  }

  /// The edges into each block from any block, reachable or not.
  func incomingEdges() -> [[Edge]] {
    var incoming = [[Edge]](repeating: [], count: blocks.count)
    for (index, block) in blocks.enumerated() {
      for (edge, target) in block.terminator.targets.enumerated() {
        incoming[target.block.index].append(Edge(BlockID(index), edge))
      }
    }
    return incoming
  }
}
