import IR
import PerfModel

/// The blocks that the host may run for packets it gets from the NIC half.
///
/// Behind a resume these are the blocks behind the edge. A restarted packet runs again what it ran on the NIC; until
/// the first access to a state it takes the same edges, from there on it may take any, as the state may have changed
/// in between.
struct HostReach {
  private let program: Program
  private var runs: [Bool]

  init(_ program: Program, _ half: NICHalf, _ cuts: [Edge: CutMode]) {
    self.program = program
    runs = Array(repeating: false, count: program.blocks.count)
    let before = Self.stateBefore(program, half)
    var leadsToRestart = Array(repeating: false, count: program.blocks.count)
    for (edge, mode) in cuts {
      runs[program[edge.from].terminator.targets[edge.index].block.index] = true
      if mode == .restart { leadsToRestart[edge.from.index] = true }
    }
    for (index, block) in program.blocks.enumerated().reversed() where half.isIn[index] {
      for (position, target) in block.terminator.targets.enumerated()
      where half.isIn[target.block.index] && cuts[Edge(BlockID(index), position)] == nil {
        if leadsToRestart[target.block.index] { leadsToRestart[index] = true }
      }
    }
    for (index, block) in program.blocks.enumerated() {
      if leadsToRestart[index] { runs[index] = true }
      let spreads = runs[index] && (!leadsToRestart[index] || before[index])
      if spreads { for target in block.terminator.targets { runs[target.block.index] = true } }
    }
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
    case .lookup, .insert, .take, .meter, .pick: return true
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
    case .lookup(let used, _, _, _, _), .take(let used, _, _, _), .pick(let used, _, _, _, _): return used == state
    case .insert(let insertions, _, _): return insertions.contains { $0.state == state }
    case .meter(let entry, _, _, _): return program[entry].state == state
    default: return false
    }
  }
}
