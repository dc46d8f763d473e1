extension Pass {
  /// Removes instructions without effect whose result or header nobody needs, parameters that nobody reads, and results
  /// of `sketchAdd` that nobody reads.
  public static let deadCode = Pass("dead code") { program in
    let needed = NeededValues(program)
    var result = program
    var unread = [Set<Int>](repeating: [], count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() {
      result.blocks[index].instructions = block.instructions.compactMap(needed.trimmed)
      unread[index] = Set(block.parameters.indices.filter { !needed.contains(block.parameters[$0]) })
    }
    return result.removingParameters(unread)
  }
}

/// The values that effects, terminators and, through them, other values need.
private struct NeededValues {
  private var needed = NumberSet()
  private var headers = NumberSet()

  func contains(_ value: Value) -> Bool { needed.contains(value) }

  /// Blocks in topological order hold definitions before uses, so one walk backwards finds all.
  init(_ program: Program) {
    let incoming = program.incomingEdges()
    for (index, block) in program.blocks.enumerated().reversed() {
      needed.insert(block.terminator.operands)
      for instruction in block.instructions.reversed() where isNeeded(instruction) {
        needed.insert(instruction.operation.operands)
        if let header = instruction.operation.header { headers.insert(header.index) }
      }
      for (position, parameter) in block.parameters.enumerated() where needed.contains(parameter) {
        for edge in incoming[index] {
          needed.insert(program[edge.from].terminator.targets[edge.index].arguments[position])
        }
      }
    }
  }

  private func isNeeded(_ instruction: Instruction) -> Bool {
    instruction.operation.isEffect || instruction.result.map { needed.contains($0) } ?? false
      || instruction.operation.boundHeader.map { headers.contains($0.index) } ?? false
  }

  /// The instruction if it is needed, without a result that is not.
  func trimmed(_ instruction: Instruction) -> Instruction? {
    guard isNeeded(instruction) else { return nil }
    var instruction = instruction
    if instruction.operation.resultRule == .optional, let result = instruction.result, !needed.contains(result) {
      instruction.result = nil
    }
    return instruction
  }
}
