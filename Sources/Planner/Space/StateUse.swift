import IR
import PerfModel

/// What the whole program does to one state, over all blocks.
struct StateUse {
  var isInserted = false
  var isRemoved = false
  var isStored = false
  var isMetered = false
  var isLookedUp = false
  var loadedFields: Set<Int> = []
  var addedFields: Set<Int> = []
  /// A sketch is read, or the result of an addition used.
  var isEstimated = false

  /// Some word is both added to and read.
  var readsAdded: Bool { !loadedFields.isDisjoint(with: addedFields) }

  /// What a site that owns the state has to be capable of, for kinds other than maps.
  func needs(of state: State) -> [Capability] {
    switch state.kind {
    case .pool: return [.take]
    case .ring: return [.pick]
    case .table(let table): return [table.capability]
    case .queue: return [.queue]
    case .tally: return [.tally]
    case .sketch: return isEstimated ? [.sketchAdd, .sketchEstimate] : [.sketchAdd]
    case .array:
      let all: [(Bool, Capability)] = [
        (!loadedFields.isEmpty, .loadArray), (!addedFields.isEmpty, .addArray), (isStored, .storeArray),
        (readsAdded, .readAdded),
      ]
      return all.filter(\.0).map(\.1)
    case .map: return []
    }
  }

  static func all(of program: Program) -> [StateUse] {
    var uses = [StateUse](repeating: StateUse(), count: program.states.count)
    for block in program.blocks {
      for instruction in block.instructions { note(instruction, program, &uses) }
      note(block.terminator, program, &uses)
    }
    return uses
  }

  private static func note(_ instruction: Instruction, _ program: Program, _ uses: inout [StateUse]) {
    switch instruction.operation {
    case .loadEntry(let entry, let field): uses[program[entry].state.index].loadedFields.insert(field)
    case .storeEntry(let entry, _, _): uses[program[entry].state.index].isStored = true
    case .addEntry(let entry, let field, _): uses[program[entry].state.index].addedFields.insert(field)
    case .remove(let entry): uses[program[entry].state.index].isRemoved = true
    case .loadArray(let state, _, let field): uses[state.index].loadedFields.insert(field)
    case .storeArray(let state, _, _, _): uses[state.index].isStored = true
    case .addArray(let state, _, let field, _): uses[state.index].addedFields.insert(field)
    case .sketchAdd(let state, _, _):
      uses[state.index].addedFields.insert(0)
      if instruction.result != nil { uses[state.index].isEstimated = true }
    case .sketchEstimate(let state, _): uses[state.index].isEstimated = true
    default: break
    }
  }

  private static func note(_ terminator: Terminator, _ program: Program, _ uses: inout [StateUse]) {
    switch terminator {
    case .lookup(let state, _, _, _, _): uses[state.index].isLookedUp = true
    case .insert(let insertions, _, _): for insertion in insertions { uses[insertion.state.index].isInserted = true }
    case .meter(let entry, _, _, _, _): uses[program[entry].state.index].isMetered = true
    default: break
    }
  }
}
