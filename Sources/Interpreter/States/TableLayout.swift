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
  var timeout: UInt64
  var touchesOnHit: Bool
  var evictsOldest: Bool
  var maps: [Map] = []
  var ties: [PoolTieWord] = []
  /// Words of a row.
  var stride = 0

  init(_ program: Program, primary: Int, map: MapState) {
    self.primary = primary
    name = program.states[primary].name
    capacity = map.capacity
    timeout = map.expiry?.nanoseconds ?? 0
    evictsOldest = map.full == .evictOldest
    touchesOnHit = map.expiry?.refreshedByLookup ?? evictsOldest
    let members = program.members(of: StateID(primary))
    stride = members.count
    for (position, member) in members.enumerated() { append(member.state, member.map, position) }
    for (state, pool) in program.pools {
      guard let tie = pool.releasedWith, tie.state.index == primary else { continue }
      ties.append(PoolTieWord(pool: state, word: maps[0].valueStart + tie.field))
    }
  }

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
}
