import CodeGenSupport
import IR
import Plan

/// One table of records of the host half: a primary map with its companions, and how the plan treats them.
struct HostGroup {
  /// One map of the group.
  struct Member {
    var state: StateID
    /// The state's name as a C identifier.
    var name: String
    var key: CStruct
    var value: CStruct
    var source: State
  }

  /// Position among the half's groups.
  var index: Int
  /// The primary's name as a C identifier: the table's field in `struct cora_nf`.
  var name: String
  var members: [Member]
  var map: MapState
  /// Pools that get an element back from a dead record: the pool's C name, its first element, and the field of the
  /// primary's value that holds the element.
  var ties: [(pool: String, field: String)] = []
  /// Tallies of the group's records: their C names.
  var tallies: [String]
  var isSplit: Bool
  var nicWrites: ProgramLayout.NICWrites

  init(index: Int, primary: StateID, map: MapState, in program: Program, _ plan: OffloadPlan) {
    self.index = index
    self.map = map
    name = CNames.symbol(ofState: program[primary].name)
    members = program.members(ofGroup: primary).map { id in
      Member(
        state: id, name: CNames.symbol(ofState: program[id].name), key: CStruct(keyOf: program[id]),
        value: CStruct(valueOf: program[id]), source: program[id])
    }
    tallies = program.tallies(of: primary).map(\.name)
    isSplit = plan.placement(of: program[primary].name)?.mode == .split
    nicWrites = .ofGroup(primary, in: program, plan)
    for (id, pool) in program.pools where pool.releasedWith?.state == primary {
      guard let field = pool.releasedWith?.field, map.value.indices.contains(field) else { continue }
      ties.append((CNames.symbol(ofState: program[id].name), members[0].value.members[field]))
    }
  }

  var timeout: UInt64 { map.expiry?.nanoseconds ?? 0 }
  /// A lookup's hit makes the record the youngest.
  var isTouchedByLookup: Bool { map.expiry?.refreshedByLookup ?? map.full.evicts }
  /// The times that a field of the primary's value chooses from, when one does.
  var timeouts: TimeoutTable? { map.expiry?.byField }
  /// The primary's value field that the time-out depends on, in C.
  var timeoutField: String? { timeouts.map { "\(members[0].name).\(members[0].value.members[$0.field])" } }
  /// The order of last touch, or of deadlines, matters to somebody; both do when it is 2.
  var heaps: Int { map.full.evicts && timeouts != nil ? 2 : timeout != 0 || map.full.evicts ? 1 : 0 }
  /// Cells of each index: a power of two, twice the capacity at least.
  var indexCells: Int { powerOfTwo(atLeast: map.capacity * 2) }

  func member(of state: StateID) -> Int? { members.firstIndex { $0.state == state } }
}

extension ProgramLayout.NICWrites {
  static func ofGroup(_ primary: StateID, in program: Program, _ plan: OffloadPlan) -> Self {
    CodeGenSupport.NICWrites.ofGroup(primary, in: program, plan)
  }
}

extension Program {
  var pools: [(id: StateID, pool: PoolState)] {
    states.enumerated().compactMap { index, state in state.pool.map { (StateID(index), $0) } }
  }

  func hostGroups(_ plan: OffloadPlan) -> [HostGroup] {
    groupPrimaries.enumerated().compactMap { index, primary in
      self[primary].map.map { HostGroup(index: index, primary: primary, map: $0, in: self, plan) }
    }
  }
}
