import IR

/// The part of a program's graph that one half runs, as nested code sees it: what each block is printed inside of.
///
/// A half enters at `roots` (the program's entry, and on the host the resume points' targets); edges in `cuts` leave it.
struct GraphShape {
  let roots: [Int]
  /// By block: whether the half gets there.
  private(set) var isReached: [Bool]
  /// By block: edges into it from reached blocks, cuts left out; roots count one more for the way in.
  private(set) var incoming: [Int]
  /// By block: the nearest block that every way to it passes; -1 where that is outside of the graph.
  private(set) var dominator: [Int]
  /// By block, -1 being the last element: the blocks it dominates directly that have several ways in, ascending.
  private var joins: [[Int]]
  /// By block: blocks printed in place of an edge into it, with all that follows.
  private var size: [Int]

  init(_ program: Program, roots: [Int], isCut: (Int, Int) -> Bool) {
    let count = program.blocks.count
    self.roots = roots
    isReached = .init(repeating: false, count: count)
    incoming = .init(repeating: 0, count: count)
    dominator = .init(repeating: -2, count: count)
    joins = .init(repeating: [], count: count + 1)
    size = .init(repeating: 1, count: count)
    for root in roots { enter(root, from: -1) }
    for (index, block) in program.blocks.enumerated() where isReached[index] {
      for (edge, target) in block.terminator.targets.enumerated() where !isCut(index, edge) {
        enter(target.block.index, from: index)
      }
    }
    collectJoins()
  }

  /// True when the block stands behind a label of its own.
  func isJoin(_ block: Int) -> Bool { incoming[block] > 1 || (roots.contains(block) && block != roots.first) }

  /// The labelled blocks that are printed behind `block`'s terminator; -1: behind everything.
  func joins(in block: Int) -> [Int] { joins[block < 0 ? joins.count - 1 : block] }

  /// Blocks that an edge into `block` prints.
  func printedSize(_ block: Int) -> Int { isJoin(block) ? 0 : size[block] }

  /// Whether every way to `block` passes `dominator`.
  func dominates(_ dominator: Int, _ block: Int) -> Bool {
    var block = block
    while block > dominator { block = self.dominator[block] }
    return block == dominator
  }

  private mutating func enter(_ block: Int, from source: Int) {
    isReached[block] = true
    incoming[block] += 1
    dominator[block] = dominator[block] == -2 ? source : common(dominator[block], source)
  }

  private func common(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while left != right {
      if left > right { left = dominator[left] } else { right = dominator[right] }
    }
    return left
  }

  private mutating func collectJoins() {
    for block in isReached.indices where isReached[block] && isJoin(block) {
      joins[dominator[block] < 0 ? joins.count - 1 : dominator[block]].append(block)
    }
    for block in isReached.indices.reversed() where isReached[block] && dominator[block] >= 0 {
      size[dominator[block]] += size[block]
    }
  }
}
