import IR
import PerfModel

/// The blocks that packets reach on the NIC when some blocks are off it, and the edges by which they leave.
struct NICHalf {
  private let program: Program
  private let states: [StateSite]
  private(set) var isIn: [Bool]
  /// In order of (block, edge).
  private(set) var cutEdges: [Edge] = []
  /// By block: whether a packet may get there on the NIC with an effect behind it.
  private var effects: [Bool]

  init(_ program: Program, _ states: [StateSite], _ off: [Blocker?]) {
    self.program = program
    self.states = states
    isIn = Array(repeating: false, count: program.blocks.count)
    effects = isIn
    if !isIn.isEmpty { isIn[0] = true }
    for (index, block) in program.blocks.enumerated() where isIn[index] {
      for (position, target) in block.terminator.targets.enumerated() {
        let edge = Edge(BlockID(index), position)
        if off[target.block.index] != nil || isNotMine(edge) {
          cutEdges.append(edge)
        } else {
          isIn[target.block.index] = true
          if effectBefore(edge) { effects[target.block.index] = true }
        }
      }
    }
  }

  /// The miss edge of a lookup in a split table.
  func isNotMine(_ edge: Edge) -> Bool {
    guard edge.index == 1, case .lookup(let state, _, _, _, _) = program[edge.from].terminator else { return false }
    return states[state.index].isSplit
  }

  /// Whether a packet that takes this edge may have an effect behind it.
  func effectBefore(_ edge: Edge) -> Bool {
    let block = program[edge.from]
    return effects[edge.from.index] || block.instructions.contains { $0.operation.isEffect }
      || block.terminator.isEffect(onEdge: edge.index)
  }

  /// A cut that can neither restart nor resume: the block before it has to leave the NIC, and why.
  func firstIllegalCut(_ live: [Int?]) -> (block: Int, blocker: Blocker)? {
    for edge in cutEdges where effectBefore(edge) {
      let target = program[edge.from].terminator.targets[edge.index].block
      if isNotMine(edge) {
        return (edge.from.index, Blocker(text: "something is done before a lookup that may not be the NIC's"))
      }
      guard let count = live[target.index] else {
        return (edge.from.index, Blocker(text: "an entry would have to be handed over"))
      }
      if count > LiveAcross.most {
        return (
          edge.from.index, Blocker(text: "\(count) values would have to be handed over, \(LiveAcross.most) can be")
        )
      }
    }
    return nil
  }

  func reason(_ edge: Edge, _ off: [Blocker?]) -> Blocker {
    if isNotMine(edge), case .lookup(let state, _, _, _, _) = program[edge.from].terminator {
      return Blocker(text: "not mine: \(program[state].name)", state: state.index)
    }
    let target = program[edge.from].terminator.targets[edge.index].block
    return off[target.index] ?? Blocker(text: "left to the host")
  }
}
