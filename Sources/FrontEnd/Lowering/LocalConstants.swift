import IR

extension Program {
  /// Gives each block its own constants and parameters of the program. They cost nothing to make again, but as values
  /// that live across a cut they would have to be carried from one half to the other.
  func withLocalConstants() -> Program {
    let makers = constantMakers
    var result = self
    for index in blocks.indices { result.localise(index, makers) }
    return result
  }

  private struct Maker {
    var block: Int
    var instruction: Instruction
  }

  /// The instruction of each value that is a constant or a parameter, with the block it stands in.
  private var constantMakers: ValueTable<Maker> {
    var makers = ValueTable<Maker>(self)
    for (index, block) in blocks.enumerated() {
      for instruction in block.instructions {
        switch instruction.operation {
        case .constant, .parameter:
          if let value = instruction.result { makers[value] = Maker(block: index, instruction: instruction) }
        default: break
        }
      }
    }
    return makers
  }

  private mutating func localise(_ index: Int, _ makers: ValueTable<Maker>) {
    var local: [Value: Value] = [:]
    var made: [Instruction] = []
    for value in blocks[index].usedValues where local[value] == nil {
      guard let maker = makers[value], maker.block != index else { continue }
      valueTypes.append(type(of: value))
      let copy = Value(valueTypes.count - 1)
      local[value] = copy
      made.append(Instruction(result: copy, maker.instruction.operation, span: maker.instruction.span))
    }
    if made.isEmpty { return }
    let rewritten = blocks[index].instructions.map { instruction in
      Instruction(
        result: instruction.result, instruction.operation.mappingOperands { local[$0] ?? $0 }, span: instruction.span)
    }
    blocks[index].instructions = made + rewritten
    blocks[index].terminator = blocks[index].terminator.mappingOperands { local[$0] ?? $0 }
  }
}

extension Block {
  /// In order of use.
  fileprivate var usedValues: [Value] {
    instructions.flatMap(\.operation.operands) + terminator.operands + terminator.targets.flatMap(\.arguments)
  }
}
