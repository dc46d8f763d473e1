/// Maps whose records live together: one record, one life, one owner.
public struct RecordGroup: Hashable, Sendable {
  /// Position among the program's groups.
  public var index: Int
  public var primary: StateID
  /// The primary, then its companions in state order.
  public var members: [StateID]
  /// Pools that get an element back when a record of the group dies, in state order.
  public var pools: [StateID]
  /// Tallies that count the group's records, in state order.
  public var tallies: [StateID] = []
}

/// The groups of a program, in state order of their primaries.
public struct RecordGroups: Sendable {
  public let groups: [RecordGroup]
  private let byState: [Int?]

  public init(_ program: Program) {
    var groups: [RecordGroup] = []
    var byState = [Int?](repeating: nil, count: program.states.count)
    for (index, state) in program.states.enumerated() {
      guard let map = state.map, map.companionOf == nil else { continue }
      byState[index] = groups.count
      groups.append(RecordGroup(index: groups.count, primary: StateID(index), members: [StateID(index)], pools: []))
    }
    for (index, state) in program.states.enumerated() {
      guard let primary = state.map?.companionOf ?? state.pool?.releasedWith?.state ?? state.tally?.of,
        byState.indices.contains(primary.index), let group = byState[primary.index]
      else { continue }
      byState[index] = group
      if state.map != nil { groups[group].members.append(StateID(index)) }
      if state.pool != nil { groups[group].pools.append(StateID(index)) }
      if state.tally != nil { groups[group].tallies.append(StateID(index)) }
    }
    self.groups = groups
    self.byState = byState
  }

  /// The group that a map is a member of, that a pool is released with, or that a tally counts; nil for other states.
  public func group(of state: StateID) -> RecordGroup? {
    byState[state.index].map { groups[$0] }
  }

  /// The map's place among its group's members: 0 for a primary.
  public func member(_ state: StateID) -> Int? {
    group(of: state)?.members.firstIndex(of: state)
  }
}
