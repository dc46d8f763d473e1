import IR

/// How often, and from which blocks, a half uses each value and header.
struct ValueUses {
  private(set) var count: [Value: Int] = [:]
  private(set) var blocks: [Value: Set<Int>] = [:]
  private(set) var headerBlocks: [HeaderID: Set<Int>] = [:]

  /// `cuts` tells of an edge that leaves the half; what its resume point hands over is used by the edge's block.
  init(_ program: Program, _ shape: GraphShape, cuts: [Edge: CutEdge]) {
    for (index, block) in program.blocks.enumerated() where shape.isReached[index] {
      for instruction in block.instructions {
        use(instruction.operation.operands, in: index)
        if let header = instruction.operation.header { use(header, in: index) }
      }
      use(block.terminator.operands, in: index)
      for (edge, target) in block.terminator.targets.enumerated() {
        guard let cut = cuts[Edge(BlockID(index), edge)] else {
          use(target.arguments, in: index)
          continue
        }
        guard let point = cut.resume else { continue }
        use(point.values + point.arguments, in: index)
        for header in point.headers { use(header, in: index) }
      }
    }
  }

  private mutating func use(_ values: [Value], in block: Int) {
    for value in values {
      count[value, default: 0] += 1
      blocks[value, default: []].insert(block)
    }
  }

  private mutating func use(_ header: HeaderID, in block: Int) { headerBlocks[header, default: []].insert(block) }
}
