import IR

/// How often, and from which blocks, a half uses each value and header.
struct ValueUses {
  private(set) var count: [Value: Int] = [:]
  private(set) var blocks: [Value: Set<Int>] = [:]
  private(set) var headerBlocks: [HeaderID: Set<Int>] = [:]

  /// `cuts` tells of an edge that leaves the half; what its resume point hands over is used by the edge's block.
  ///
  /// Blocks stand in topological order, so going backwards meets all uses of a result before its definition: what only
  /// computes something that nobody uses here does not use its operands either.
  init(_ program: Program, _ shape: GraphShape, cuts: [Edge: CutEdge]) {
    for (index, block) in program.blocks.enumerated().reversed() where shape.isReached[index] {
      for (edge, target) in block.terminator.targets.enumerated() {
        use(cuts[Edge(BlockID(index), edge)], target, in: index)
      }
      use(block.terminator.operands, in: index)
      for instruction in block.instructions.reversed() where !isDead(instruction) {
        use(instruction.operation.operands, in: index)
        if let header = instruction.operation.header { use(header, in: index) }
      }
    }
  }

  private mutating func use(_ cut: CutEdge?, _ target: Target, in block: Int) {
    guard let cut else { return use(target.arguments, in: block) }
    guard let point = cut.resume else { return }
    use(point.values + point.arguments, in: block)
    for header in point.headers { use(header, in: block) }
  }

  /// True of an instruction that only computes, and whose result the half does not use.
  func isDead(_ instruction: Instruction) -> Bool {
    guard let result = instruction.result, count[result] == nil else { return false }
    if case .sketchAdd = instruction.operation { return false }
    return true
  }

  private mutating func use(_ values: [Value], in block: Int) {
    for value in values {
      count[value, default: 0] += 1
      blocks[value, default: []].insert(block)
    }
  }

  private mutating func use(_ header: HeaderID, in block: Int) { headerBlocks[header, default: []].insert(block) }
}
