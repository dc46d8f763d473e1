import IR

/// How the records of a group lie in memory, before any memory is taken.
struct TableLayout {
  struct Map {
    /// State index.
    var state: Int
    var keyStart: Int
    var keyWords: Int
    var valueStart: Int
    var valueWords: Int
    var hashPosition: Int
  }

  var primary: Int
  var name: String
  var capacity: Int
  var expiry: Expiry?
  var touchesOnHit: Bool
  /// A full table gives up its oldest record for one in so many new ones; 0: for none.
  var evictsOneIn: UInt64
  var maps: [Map] = []
  var ties: [PoolTieWord] = []
  /// State indices of the tallies, and the words of a row that make their keys.
  var tallies: [(state: Int, words: [Int])] = []
  /// Words of a row.
  var stride = 0

  init(_ program: Program, primary: Int, map: MapState) {
    self.primary = primary
    name = program.states[primary].name
    capacity = map.capacity
    expiry = map.expiry
    evictsOneIn = Self.evictions(map.full)
    touchesOnHit = map.expiry?.refreshedByLookup ?? map.full.evicts
    let members = program.members(of: StateID(primary))
    stride = members.count
    for (position, member) in members.enumerated() { append(member.state, member.map, position) }
    for (state, pool) in program.pools {
      guard let tie = pool.releasedWith, tie.state.index == primary else { continue }
      ties.append(PoolTieWord(pool: state, word: maps[0].valueStart + tie.field))
    }
    for (state, tally) in program.tallies where tally.of.index == primary {
      tallies.append((state, tally.fields.map { maps[0].keyStart + $0 }))
    }
  }

  private static func evictions(_ policy: FullPolicy) -> UInt64 {
    switch policy {
    case .fail: 0
    case .evictOldest: 1
    case .evictSometimes(let oneIn): oneIn
    }
  }

  /// The word of a row that decides the record's time-out.
  var timeoutWord: Int? { expiry?.byField.map { maps[0].valueStart + $0.field } }

  private mutating func append(_ state: Int, _ map: MapState, _ position: Int) {
    let values = stride + map.key.count
    maps.append(
      Map(
        state: state, keyStart: stride, keyWords: map.key.count, valueStart: values, valueWords: map.value.count,
        hashPosition: position))
    stride = values + map.value.count
  }
}

/// A pool's state index, and the word of a row that holds one of its elements.
struct PoolTieWord: BitwiseCopyable {
  var pool: Int
  var word: Int
}

extension Program {
  /// The maps of a group, primary first, companions by state index.
  func members(of primary: StateID) -> [(state: Int, map: MapState)] {
    let all = maps.filter { $0.state == primary.index || $0.map.companionOf == primary }
    return all.filter { $0.state == primary.index } + all.filter { $0.state != primary.index }
  }

  var maps: [(state: Int, map: MapState)] {
    states.enumerated().compactMap { index, state in state.map.map { (index, $0) } }
  }
  var pools: [(state: Int, pool: PoolState)] {
    states.enumerated().compactMap { index, state in state.pool.map { (index, $0) } }
  }
  var tallies: [(state: Int, tally: TallyState)] {
    states.enumerated().compactMap { index, state in state.tally.map { (index, $0) } }
  }
}
