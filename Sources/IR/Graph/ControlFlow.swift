/// An edge of the graph: a block and a position in its `terminator.targets`.
public struct Edge: Hashable, Sendable {
  public var from: BlockID
  public var index: Int
  public init(_ from: BlockID, _ index: Int) {
    self.from = from
    self.index = index
  }
}

/// Reachability, predecessors and dominators of a program's blocks.
///
/// Blocks stand in topological order, so one pass forward is enough for each. Edges that break the order or leave the
/// program (see `verify`) are taken as absent.
public struct ControlFlow: Sendable {
  /// By block index: whether a packet can get there.
  public let isReachable: [Bool]
  private let incoming: [[Edge]]
  /// The immediate dominator by block index; -1 for the entry and for unreachable blocks.
  private let immediate: [Int]
  /// Each block's interval in the dominator tree: `a` dominates `b` when a's interval contains b's.
  private let opened, closed: [Int]

  public init(_ program: Program) {
    (isReachable, incoming) = Self.explore(program)
    immediate = Self.immediateDominators(incoming)
    (opened, closed) = Self.intervals(immediate, isReachable)
  }

  /// The edges into a block from reachable blocks, in order of (block, edge).
  public func predecessors(of block: BlockID) -> [Edge] { incoming[block.index] }

  /// The last block before `block` that every packet passes on its way there; nil for the entry.
  public func immediateDominator(of block: BlockID) -> BlockID? {
    immediate[block.index] < 0 ? nil : BlockID(immediate[block.index])
  }

  /// Whether every packet that gets to `block` passed `dominator`; true of a block and itself, and false where one of
  /// them is unreachable.
  public func dominates(_ dominator: BlockID, _ block: BlockID) -> Bool {
    guard isReachable[dominator.index], isReachable[block.index] else { return false }
    return opened[dominator.index] <= opened[block.index] && closed[block.index] <= closed[dominator.index]
  }

  /// Whether every packet that gets to `block` took this edge to `target`.
  public func dominates(_ edge: Edge, to target: BlockID, _ block: BlockID) -> Bool {
    incoming[target.index] == [edge] && dominates(target, block)
  }

  private static func explore(_ program: Program) -> ([Bool], [[Edge]]) {
    var reachable = [Bool](repeating: false, count: program.blocks.count)
    var incoming = [[Edge]](repeating: [], count: program.blocks.count)
    if !reachable.isEmpty { reachable[0] = true }
    for (from, block) in program.blocks.enumerated() where reachable[from] {
      for (edge, target) in block.terminator.targets.enumerated()
      where target.block.index > from && target.block.index < program.blocks.count {
        reachable[target.block.index] = true
        incoming[target.block.index].append(Edge(BlockID(from), edge))
      }
    }
    return (reachable, incoming)
  }

  /// Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm"; on an acyclic graph one pass suffices.
  private static func immediateDominators(_ incoming: [[Edge]]) -> [Int] {
    var immediate = [Int](repeating: -1, count: incoming.count)
    for (block, edges) in incoming.enumerated() {
      guard var common = edges.first?.from.index else { continue }
      for edge in edges.dropFirst() { common = meet(common, edge.from.index, immediate) }
      immediate[block] = common
    }
    return immediate
  }

  private static func meet(_ left: Int, _ right: Int, _ immediate: [Int]) -> Int {
    var (left, right) = (left, right)
    while left != right {
      if left > right { left = immediate[left] } else { right = immediate[right] }
    }
    return left
  }

  /// Numbers the dominator tree: a block's interval ends after those of all blocks it dominates.
  private static func intervals(_ immediate: [Int], _ reachable: [Bool]) -> ([Int], [Int]) {
    var size = [Int](repeating: 1, count: immediate.count)
    for block in immediate.indices.reversed() where immediate[block] >= 0 { size[immediate[block]] += size[block] }
    var opened = [Int](repeating: 0, count: immediate.count)
    var free = [Int](repeating: 1, count: immediate.count)
    for block in immediate.indices where immediate[block] >= 0 {
      let parent = immediate[block]
      opened[block] = opened[parent] + free[parent]
      free[parent] += size[block]
    }
    return (opened, zip(opened, size).map { $0 + $1 - 1 })
  }
}
