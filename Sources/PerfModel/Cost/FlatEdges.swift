import IR

/// Numbers all edges of a program in a row, so that a table by edge is an array.
struct FlatEdges {
  private let first: [Int]
  let count: Int

  init(_ program: Program) {
    var first: [Int] = []
    var count = 0
    for block in program.blocks {
      first.append(count)
      count += block.terminator.targets.count
    }
    self.first = first
    self.count = count
  }

  func index(_ block: Int, _ edge: Int) -> Int { first[block] + edge }

  func table(of cuts: [Edge: CutMode]) -> [CutMode?] {
    var table = [CutMode?](repeating: nil, count: count)
    for (edge, mode) in cuts { table[index(edge.from.index, edge.index)] = mode }
    return table
  }
}
