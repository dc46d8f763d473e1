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
  /// By block and edge: where it leads, and the first number of its range among the paths from the block.
  private let edges: [[(target: Int, first: Int)]]
  private let verdicts: [Verdict?]

  public init(_ program: Program) {
    var counts = [Int](repeating: 0, count: program.blocks.count)
    var edges = [[(target: Int, first: Int)]](repeating: [], count: program.blocks.count)
    for (index, block) in program.blocks.enumerated().reversed() {
      if case .finish = block.terminator { counts[index] = 1 }
      for target in block.terminator.targets {
        let next = target.block.index
        edges[index].append((next, counts[index]))
        guard next > index, next < counts.count else { continue }
        counts[index] = min(counts[index] + counts[next], Self.mostPaths + 1)
      }
    }
    self.counts = counts
    self.edges = edges
    verdicts = program.blocks.map { if case .finish(let verdict) = $0.terminator { verdict } else { nil } }
    count = counts.first ?? 0
  }

  /// What taking this edge adds to the path's number. Edges are counted in `terminator.targets` order.
  public func increment(from block: BlockID, edge: Int) -> UInt32 {
    UInt32(edges[block.index][edge].first)
  }

  /// The edges that a path takes, in order; nil when there is no path of that number.
  public func path(_ number: Int) -> [PathStep]? {
    guard (0..<count).contains(number) else { return nil }
    var steps: [PathStep] = []
    var (block, rest) = (0, number)
    while let edge = edge(from: block, holding: rest) {
      steps.append(PathStep(block: BlockID(block), edge: edge))
      rest -= edges[block][edge].first
      block = edges[block][edge].target
    }
    return steps
  }

  /// The blocks that a path passes, the entry first; nil when there is no path of that number.
  public func blocks(of number: Int) -> [BlockID]? {
    guard let steps = path(number) else { return nil }
    let last = steps.last.map { edges[$0.block.index][$0.edge].target } ?? 0
    return steps.map(\.block) + [BlockID(last)]
  }

  /// How a path ends; nil when there is no path of that number.
  public func verdict(of number: Int) -> Verdict? {
    blocks(of: number)?.last.flatMap { verdicts[$0.index] }
  }

  /// Paths from a block to a verdict.
  public func pathCount(from block: BlockID) -> Int { counts[block.index] }

  /// The edge out of `block` whose range of numbers holds `number`.
  private func edge(from block: Int, holding number: Int) -> Int? {
    edges[block].indices.first { edge in
      let (target, first) = edges[block][edge]
      guard target > block, target < counts.count else { return false }
      return number >= first && number < first + counts[target]
    }
  }
}
