import IR
import Plan

/// A plan made by a plain rule, for tests: every map is split, config tables and rings are on both sides, states that
/// are only added to are replicated, others stay on the host; the NIC half goes as far as it may from the entry.
struct HostSplitPlan {
  let program: Program
  private var hosted: Set<StateID> = []

  init(_ program: Program) {
    self.program = program
    hosted = hostedStates()
  }

  var plan: OffloadPlan {
    var blocks: Set<Int> = [0]
    var dirty = [Bool](repeating: false, count: program.blocks.count)
    var cuts: [Cut] = []
    for index in program.blocks.indices where blocks.contains(index) {
      let block = program.blocks[index]
      let isDirty = dirty[index] || hasEffect(block)
      for (edge, target) in block.terminator.targets.enumerated() {
        if isMiss(block.terminator, edge) || !runsOnNIC(program[target.block], isDirty) {
          cuts.append(Cut(from: index, edge: edge, mode: isDirty ? .resume : .restart, reason: "b\(index).\(edge)"))
        } else {
          blocks.insert(target.block.index)
          dirty[target.block.index] = dirty[target.block.index] || isDirty
        }
      }
    }
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .best, offloads: true,
      placements: placements, nicBlocks: blocks.sorted(), cuts: cuts)
  }

  private var placements: [StatePlacement] {
    program.states.enumerated().map { index, state in
      let mode: PlacementMode =
        state.map != nil ? .split : hosted.contains(StateID(index)) || state.pool != nil ? .host : .replicated
      return StatePlacement(state: state.name, mode: mode, entriesOnNIC: mode == .split ? state.map?.capacity ?? 0 : 0)
    }
  }

  private func isMiss(_ terminator: Terminator, _ edge: Int) -> Bool {
    if case .lookup = terminator { edge == 1 } else { false }
  }

  /// `isDirty`: something was done before. A packet whose record is not the NIC's must begin anew, as the host looks
  /// for itself.
  private func runsOnNIC(_ block: Block, _ isDirty: Bool) -> Bool {
    switch block.terminator {
    case .insert, .take: return false
    case .lookup where isDirty || hasEffect(block): return false
    default: break
    }
    return block.instructions.allSatisfy { instruction in
      if case .remove = instruction.operation { return false }
      return instruction.operation.state.map { !hosted.contains($0) } ?? true
    }
  }

  private func hasEffect(_ block: Block) -> Bool {
    if case .meter = block.terminator { return true }
    return block.instructions.contains { instruction in
      switch instruction.operation {
      case .storeField, .adjustChecksum, .storeEntry, .addEntry, .storeArray, .addArray, .sketchAdd: true
      default: false
      }
    }
  }

  /// Arrays and sketches that programs read or store to, other than config tables.
  private func hostedStates() -> Set<StateID> {
    var hosted: Set<StateID> = []
    for instruction in program.blocks.flatMap(\.instructions) {
      switch instruction.operation {
      case .loadArray(let state, _, _) where program[state].array?.isConfig == false: hosted.insert(state)
      case .storeArray(let state, _, _, _), .sketchEstimate(let state, _): hosted.insert(state)
      case .sketchAdd(let state, _, _) where instruction.result != nil: hosted.insert(state)
      default: break
      }
    }
    return hosted
  }
}
