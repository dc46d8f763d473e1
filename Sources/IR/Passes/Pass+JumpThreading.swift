extension Pass {
  /// Leads edges past blocks that hold nothing but a jump, and makes jumps of branches whose edges are all the same.
  public static let jumpThreading = Pass("jump threading") { program in
    let used = usesOutsideOwnJump(program)
    var result = program
    for index in program.blocks.indices.reversed() {
      let threaded = result.blocks[index].terminator.mappingTargets { target in
        passing(target, in: result, unless: used)
      }
      result.blocks[index].terminator = withoutChoice(threaded)
    }
    return result
  }

  /// Where an edge leads past an empty block. Later blocks are done already, so one step is enough.
  private static func passing(_ target: Target, in program: Program, unless used: NumberSet) -> Target {
    let block = program[target.block]
    guard case .jump(let next) = block.terminator, block.instructions.isEmpty, !block.parameters.contains(where: { used.contains($0) })
    else { return target }
    let given = Dictionary(zip(block.parameters, target.arguments)) { first, _ in first }
    return Target(next.block, next.arguments.map { given[$0] ?? $0 })
  }

  /// Values that something other than the arguments of an empty block's jump uses.
  private static func usesOutsideOwnJump(_ program: Program) -> NumberSet {
    var used = NumberSet()
    for block in program.blocks {
      for instruction in block.instructions { used.insert(instruction.operation.operands) }
      used.insert(block.terminator.operands)
      let own = block.instructions.isEmpty ? block.parameters : []
      for target in block.terminator.targets { used.insert(target.arguments.filter { !own.contains($0) }) }
    }
    return used
  }

  private static func withoutChoice(_ terminator: Terminator) -> Terminator {
    switch terminator {
    case .branch, .switch:
      Set(terminator.targets).count == 1 ? .jump(terminator.targets[0]) : terminator
    default: terminator
    }
  }
}
