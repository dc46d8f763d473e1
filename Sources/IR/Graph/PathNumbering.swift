/// One block of a path and the edge it is left by.
public struct PathStep: Hashable, Sendable {
  public var block: BlockID
  /// Position in the block's `terminator.targets`.
  public var edge: Int
  public init(block: BlockID, edge: Int) {
    self.block = block
    self.edge = edge
  }
}

/// Numbers the paths from the entry to a verdict: 0 ..< `count`, each once.
///
/// Ball and Larus, "Efficient Path Profiling" (MICRO 1996): a path's number is the sum of the increments of its edges,
/// so that each site counts it by adding along the way, and a hand-over carries the sum so far.
public struct PathNumbering: Sendable {
  /// More paths than this are an error of `verify`.
  public static let mostPaths = 1 << 20

  /// Paths from the entry; `mostPaths + 1` stands for any larger number.
  public let count: Int
  /// Paths from each block.
  private let counts: [Int]
  private let blocks: [Block]

  public init(_ program: Program) {
    blocks = program.blocks
    counts = Self.pathCounts(program.blocks)
    count = counts.first ?? 0
  }

  /// What taking this edge adds to the path's number. Edges are counted in `terminator.targets` order.
  public func increment(from block: BlockID, edge: Int) -> UInt32 {
    let before = blocks[block.index].terminator.targets.prefix(edge)
    return UInt32(before.reduce(0) { saturating($0 + pathCount($1.block, after: block.index)) })
  }

  /// The edges that a path takes, in order; nil when there is no path of that number.
  public func path(_ number: Int) -> [PathStep]? {
    guard (0..<count).contains(number) else { return nil }
    var steps: [PathStep] = []
    var (block, rest) = (0, number)
    while let step = step(from: block, &rest) {
      steps.append(step)
      block = blocks[block].terminator.targets[step.edge].block.index
    }
    return steps
  }

  /// The blocks that a path passes, the entry first; nil when there is no path of that number.
  public func blocks(of number: Int) -> [BlockID]? {
    guard let steps = path(number) else { return nil }
    let last = steps.last.map { blocks[$0.block.index].terminator.targets[$0.edge].block } ?? BlockID(0)
    return steps.map(\.block) + [last]
  }

  /// How a path ends; nil when there is no path of that number.
  public func verdict(of number: Int) -> Verdict? {
    guard let last = blocks(of: number)?.last, case .finish(let verdict) = blocks[last.index].terminator else {
      return nil
    }
    return verdict
  }

  /// Paths from a block to a verdict.
  public func pathCount(from block: BlockID) -> Int { counts[block.index] }

  /// The edge out of `block` whose range of numbers holds `rest`, which becomes the place within that range.
  private func step(from block: Int, _ rest: inout Int) -> PathStep? {
    for (edge, target) in blocks[block].terminator.targets.enumerated() {
      let paths = pathCount(target.block, after: block)
      if rest < paths { return PathStep(block: BlockID(block), edge: edge) }
      rest -= paths
    }
    return nil
  }

  private func pathCount(_ target: BlockID, after block: Int) -> Int {
    target.index > block && target.index < counts.count ? counts[target.index] : 0
  }

  private func saturating(_ count: Int) -> Int { Swift.min(count, Self.mostPaths + 1) }

  private static func pathCounts(_ blocks: [Block]) -> [Int] {
    var counts = [Int](repeating: 0, count: blocks.count)
    for (index, block) in blocks.enumerated().reversed() {
      if case .finish = block.terminator { counts[index] = 1 }
      for target in block.terminator.targets where target.block.index > index && target.block.index < blocks.count {
        counts[index] = Swift.min(counts[index] + counts[target.block.index], mostPaths + 1)
      }
    }
    return counts
  }
}
