import IR

/// One path's work, laid out for repeated pricing: sums of the fixed part by position, accesses in order.
final class PathWork: Sendable {
  let path: WeightedPath
  /// Block index by position; one more than there are steps.
  let blocks: [Int]
  /// The edge out of each position but the last, as an index into a flat table of all edges.
  let edges: [Int]
  /// Fixed time of the blocks before each position, so that `[n]` is the whole path's; nanoseconds.
  let nicBefore: [Double]
  let hostBefore: [Double]
  let accesses: [PlacedAccess]
  /// The first position that reads the clock; beyond the end when none does.
  let clockFrom: Int
  /// Carrying out the verdict on the NIC; receiving the packet and carrying it out on the host.
  let nicVerdict, hostEnds: Double

  /// By position: a packet that takes the edge out of it certainly has an effect behind it, or may have, another way of getting
  /// there counted.
  let effectBehind, mayBeBehindEffect: [Bool]

  struct PlacedAccess {
    var position: Int
    var state: Int
    /// Index in `OperationClass.allCases`.
    var operation: Int
    var count: Double
    /// The lookup that ends this block finds its record.
    var isHit: Bool
  }

  init(
    _ path: WeightedPath, _ program: Program, _ works: [BlockWork], _ flat: FlatEdges, _ order: EffectOrder,
    nic: (prices: SitePrices?, fixed: [Double]),
    host: (prices: SitePrices, fixed: [Double])
  ) {
    self.path = path
    nicVerdict = nic.prices?.time(of: path.verdict) ?? 0
    hostEnds = host.prices.receive + host.prices.time(of: path.verdict)
    blocks = path.steps.map(\.block.index) + [path.lastBlock(program)]
    effectBehind = path.effectsBehind(program)
    mayBeBehindEffect = path.steps.map { order.mayPrecede(Edge($0.block, $0.edge)) }
    edges = path.steps.map { flat.index($0.block.index, $0.edge) }
    nicBefore = Self.sums(blocks, nic.fixed)
    hostBefore = Self.sums(blocks, host.fixed)
    clockFrom = blocks.firstIndex { works[$0].readsClock } ?? Int.max
    accesses = blocks.enumerated().flatMap { position, block in
      works[block].accesses.filter { access in
        access.edge == nil || (position < path.steps.count && path.steps[position].edge == access.edge)
      }.map {
        PlacedAccess(
          position: position, state: $0.state, operation: $0.operation.ordinal, count: $0.count,
          isHit: $0.operation == .hashHit)
      }
    }
  }

  private static func sums(_ blocks: [Int], _ times: [Double]) -> [Double] {
    var sums = [0.0]
    for block in blocks { sums.append(sums[sums.count - 1] + times[block]) }
    return sums
  }

  /// The position whose outgoing edge is cut, by the flat table of edges; nil when the whole path stays on the NIC.
  func cutPosition(_ cuts: [CutMode?]) -> (position: Int, mode: CutMode)? {
    for (position, edge) in edges.enumerated() {
      if let mode = cuts[edge] { return (position, mode) }
    }
    return nil
  }
}

extension WeightedPath {
  /// By step: whether a packet that takes it has an effect behind it.
  fileprivate func effectsBehind(_ program: Program) -> [Bool] {
    var behind = false
    return steps.map { step in
      let block = program[step.block]
      behind = behind || block.instructions.contains { $0.operation.isEffect } || block.terminator.isEffect(onEdge: step.edge)
      return behind
    }
  }

  func lastBlock(_ program: Program) -> Int {
    steps.last.map { program[$0.block].terminator.targets[$0.edge].block.index } ?? 0
  }
}

extension OperationClass {
  /// Position in `allCases`.
  var ordinal: Int { Self.ordinals[self] ?? 0 }
  private static let ordinals = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
