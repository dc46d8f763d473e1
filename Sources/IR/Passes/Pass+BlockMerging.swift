extension Pass {
  /// Appends to a block the one it jumps to, where no other edge leads there. The block that was appended stays behind,
  /// unreachable.
  public static let blockMerging = Pass("block merging") { program in
    let incoming = program.incomingEdges()
    let reachable = ControlFlow(program).isReachable
    var result = program
    var replacements = ValueTable<Value>(program)
    for index in program.blocks.indices.reversed() where reachable[index] {
      guard case .jump(let target) = result.blocks[index].terminator, incoming[target.block.index].count == 1 else {
        continue
      }
      let next = result[target.block]
      for (parameter, argument) in zip(next.parameters, target.arguments) { replacements[parameter] = argument }
      result.blocks[index].append(next)
      result.blocks[target.block.index] = Block(label: next.label, terminator: .finish(.toControlPlane))
    }
    return result.replacing(replacements)
  }
}

extension Block {
  fileprivate mutating func append(_ next: Block) {
    instructions += next.instructions
    terminator = next.terminator
    terminatorSpan = next.terminatorSpan
    if label.isEmpty { label = next.label }
  }
}
