import IR
import Plan

/// What the NIC half's blocks do to the values of one map's entries.
///
/// A NIC that only adds, to fields it never reads, need not hold the values: its copy starts at zero and the sum of both
/// sides' copies is the value. Any other write makes the NIC's copy the value.
public struct NICWrites: Hashable, Sendable {
  public var mode: ProgramLayout.NICWrites
  /// Value fields that are added to, for `.adds`; ascending.
  public var addedFields: [Int]

  /// Looks at the entries of `map` in the plan's NIC blocks; a map that is not `split` counts as only read.
  public init(of map: StateID, in program: Program, _ plan: OffloadPlan) {
    var added: Set<Int> = []
    var loaded: Set<Int> = []
    var stores = false
    let split = plan.placement(of: program[map].name)?.mode == .split
    for index in plan.nicBlocks where split && program.blocks.indices.contains(index) {
      let block = program.blocks[index]
      for instruction in block.instructions {
        switch instruction.operation {
        case .loadEntry(let entry, let field) where program[entry].state == map: loaded.insert(field)
        case .addEntry(let entry, let field, _) where program[entry].state == map: added.insert(field)
        case .storeEntry(let entry, _, _) where program[entry].state == map: stores = true
        default: break
        }
      }
      if case .meter(let entry, _, _, _, _) = block.terminator, program[entry].state == map { stores = true }
    }
    // The NIC's copy of the field that decides about time-outs has to be the value.
    if let field = program[map].map?.expiry?.byField?.field, added.contains(field) { stores = true }
    mode = stores || !added.isDisjoint(with: loaded) ? .stores : added.isEmpty ? .reads : .adds
    addedFields = mode == .adds ? added.sorted() : []
  }
}

extension NICWrites {
  /// What the NIC half does to any map of the primary's group: the strongest over its members.
  public static func ofGroup(_ primary: StateID, in program: Program, _ plan: OffloadPlan) -> ProgramLayout.NICWrites {
    let modes = program.members(ofGroup: primary).map { NICWrites(of: $0, in: program, plan).mode }
    return modes.contains(.stores) ? .stores : modes.contains(.adds) ? .adds : .reads
  }
}

extension Program {
  /// The primary first, then its companions in declaration order.
  public func members(ofGroup primary: StateID) -> [StateID] {
    [primary]
      + states.indices.map(StateID.init).filter {
        if case .map(let map) = self[$0].kind { map.companionOf == primary } else { false }
      }
  }

  /// The primaries of the maps, in declaration order: the groups of the host half and their indices.
  public var groupPrimaries: [StateID] {
    states.indices.map(StateID.init).filter {
      if case .map(let map) = self[$0].kind { map.companionOf == nil } else { false }
    }
  }
}
