import IR
import Plan

/// A plan made by a plain rule, for tests of resuming: maps and pools are on the host, sketches and config tables on both sides;
/// the NIC half goes on until a block needs a map, whatever it did before.
struct EBPFResumePlan {
  let program: Program

  var plan: OffloadPlan {
    var blocks: Set<Int> = [0]
    var dirty = [Bool](repeating: false, count: program.blocks.count)
    var cuts: [Cut] = []
    for index in program.blocks.indices where blocks.contains(index) {
      let block = program.blocks[index]
      let isDirty = dirty[index] || block.instructions.contains { hasEffect($0.operation) }
      for (edge, target) in block.terminator.targets.enumerated() {
        if runsOnNIC(program[target.block]) {
          blocks.insert(target.block.index)
          dirty[target.block.index] = dirty[target.block.index] || isDirty
        } else {
          cuts.append(Cut(from: index, edge: edge, mode: isDirty ? .resume : .restart, reason: "b\(index).\(edge)"))
        }
      }
    }
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .best, offloads: true,
      placements: program.states.map {
        StatePlacement(state: $0.name, mode: $0.map != nil || $0.pool != nil ? .host : .replicated, entriesOnNIC: 0)
      },
      nicBlocks: blocks.sorted(), cuts: cuts)
  }

  private func runsOnNIC(_ block: Block) -> Bool {
    block.instructions.allSatisfy { $0.operation.entry == nil } && block.terminator.entry == nil
      && block.terminator.states.allSatisfy { program[$0].ring != nil }
  }

  private func hasEffect(_ operation: IR.Operation) -> Bool {
    switch operation {
    case .storeField, .adjustChecksum, .sketchAdd, .addArray, .insertBytes, .removeBytes, .setLength, .export: true
    default: false
    }
  }
}
