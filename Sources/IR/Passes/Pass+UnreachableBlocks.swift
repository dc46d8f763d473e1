extension Pass {
  /// Removes blocks that no packet gets to; the others keep their order.
  public static let unreachableBlocks = Pass("unreachable blocks") { program in
    let reachable = ControlFlow(program).isReachable
    guard reachable.contains(false) else { return program }
    var renumbered: [BlockID] = []
    var next = 0
    for isReachable in reachable {
      renumbered.append(BlockID(next))
      if isReachable { next += 1 }
    }
    var result = program
    result.blocks = zip(program.blocks, reachable).filter(\.1).map { block, _ in
      var block = block
      block.terminator = block.terminator.mappingTargets { Target(renumbered[$0.block.index], $0.arguments) }
      return block
    }
    return result
  }
}
