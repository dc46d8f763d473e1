import IR
import PerfModel

/// The blocks that the host may run for packets it gets from the NIC half.
///
/// Behind a cut these are all blocks behind the edge. A restarted packet runs before it what it ran on the NIC; until the first
/// access to a state it takes the same edges, from there on it may take any, as the state may have changed in between.
struct HostReach {
  private let program: Program
  private var runs: [Bool]

  init(_ program: Program, _ half: NICHalf, _ cuts: [Edge: CutMode]) {
    self.program = program
    runs = Self.leadsToRestart(program, half, cuts)
    let before = Self.stateBefore(program, half)
    // Blocks out of which any edge may be taken: a block can be both on the way to a restart and behind another cut.
    var spreads = program.blocks.indices.map { runs[$0] && before[$0] }
    for edge in cuts.keys { spreads[program[edge.from].terminator.targets[edge.index].block.index] = true }
    for (index, block) in program.blocks.enumerated() where spreads[index] {
      runs[index] = true
      for target in block.terminator.targets { spreads[target.block.index] = true }
    }
  }

  /// By block: whether a packet that runs it on the NIC may be restarted later.
  private static func leadsToRestart(_ program: Program, _ half: NICHalf, _ cuts: [Edge: CutMode]) -> [Bool] {
    var leads = Array(repeating: false, count: program.blocks.count)
    for (edge, mode) in cuts where mode == .restart { leads[edge.from.index] = true }
    for (index, block) in program.blocks.enumerated().reversed() where half.isIn[index] {
      for (position, target) in block.terminator.targets.enumerated()
      where leads[target.block.index] && cuts[Edge(BlockID(index), position)] == nil {
        leads[index] = true
      }
    }
    return leads
  }

  /// By block: whether its way out may depend on a state.
  private static func stateBefore(_ program: Program, _ half: NICHalf) -> [Bool] {
    var before = Array(repeating: false, count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() {
      if block.touchesState { before[index] = true }
      if before[index] { for target in block.terminator.targets { before[target.block.index] = true } }
    }
    return before
  }

  func touches(_ state: StateID) -> Bool {
    program.blocks.indices.contains { runs[$0] && program.blocks[$0].touches(state, program) }
  }
}

extension Block {
  fileprivate var touchesState: Bool {
    switch terminator {
    case .lookup, .insert, .take, .meter, .pick, .dequeue: return true
    default: return instructions.contains { $0.operation.state != nil || $0.operation.entry != nil }
    }
  }

  /// Whether it does something to a state, or to an entry of it.
  func touches(_ state: StateID, _ program: Program) -> Bool {
    let inside = instructions.contains { instruction in
      instruction.operation.state == state || instruction.operation.entry.map { program[$0].state == state } ?? false
    }
    if inside { return true }
    switch terminator {
    case .lookup(let used, _, _, _, _), .take(let used, _, _, _), .pick(let used, _, _, _, _), .dequeue(let used, _, _, _):
      return used == state
    case .insert(let insertions, _, _): return insertions.contains { $0.state == state }
    case .meter(let entry, _, _, _, _): return program[entry].state == state
    default: return false
    }
  }
}
