import IR

/// All states of a running program, each at its state index in the memory of its kind.
struct Stores {
  let tables: UnsafeMutablePointer<RecordTable>
  let maps: UnsafeMutablePointer<MapReference>
  /// Token buckets of all meters; `firstBucket` tells where those of a map begin.
  let buckets: UnsafeMutablePointer<TokenBucket>
  let pools: UnsafeMutablePointer<PoolStore>
  let arrays: UnsafeMutablePointer<ArrayStore>
  let sketches: UnsafeMutablePointer<SketchStore>
  let rings: UnsafeMutablePointer<RingStore>
  let matches: UnsafeMutablePointer<MatchStore>
  let queues: UnsafeMutablePointer<QueueStore>
  let tallies: UnsafeMutablePointer<TallyStore>
  /// State indices whose element in the memory above is there.
  private(set) var primaries: [Int] = []
  private(set) var mapStates: [Int] = []
  private(set) var poolStates: [Int] = []
  private(set) var arrayStates: [Int] = []
  private(set) var sketchStates: [Int] = []
  private(set) var ringStates: [Int] = []
  private(set) var matchStates: [Int] = []
  private(set) var queueStates: [Int] = []
  private(set) var tallyStates: [Int] = []
  private(set) var firstBucket: [Int: Int] = [:]

  /// Takes the memory of all states; nothing is left behind when that fails.
  init(_ program: Program) throws {
    let count = max(program.states.count, 1)
    tables = .allocate(capacity: count)
    maps = .allocate(capacity: count)
    buckets = .allocate(capacity: max(program.maps.reduce(0) { $0 + $1.map.meters.count }, 1))
    pools = .allocate(capacity: count)
    arrays = .allocate(capacity: count)
    sketches = .allocate(capacity: count)
    rings = .allocate(capacity: count)
    matches = .allocate(capacity: count)
    queues = .allocate(capacity: count)
    tallies = .allocate(capacity: count)
    do {
      for (index, state) in program.states.enumerated() { try addFlat(index, state, program) }
      addBuckets(program)
      for (index, map) in program.maps where map.companionOf == nil {
        try addTable(TableLayout(program, primary: index, map: map))
      }
      for ring in ringStates { rings[ring].rebuild(from: arrays[rings[ring].backends]) }
    } catch {
      deallocate()
      throw error
    }
  }

  private mutating func addFlat(_ index: Int, _ state: State, _ program: Program) throws {
    switch state.kind {
    case .map: break
    case .pool(let pool):
      (pools + index).initialize(to: try PoolStore(first: pool.first, count: pool.count, name: state.name))
      poolStates.append(index)
    case .array(let array):
      (arrays + index).initialize(to: try ArrayStore(array, name: state.name))
      arrayStates.append(index)
    case .sketch(let sketch):
      (sketches + index).initialize(to: try SketchStore(sketch, name: state.name))
      sketchStates.append(index)
    case .ring(let ring):
      (rings + index).initialize(to: try RingStore(ring, name: state.name))
      ringStates.append(index)
    case .table(let table):
      (matches + index).initialize(to: try MatchStore(table, name: state.name))
      matchStates.append(index)
    case .queue(let queue):
      (queues + index).initialize(to: try QueueStore(queue, name: state.name))
      queueStates.append(index)
    case .tally(let tally):
      let capacity = program[tally.of].map?.capacity ?? 0
      (tallies + index).initialize(to: try TallyStore(tally, capacity: capacity, name: state.name))
      tallyStates.append(index)
    }
  }

  private mutating func addBuckets(_ program: Program) {
    var next = 0
    for (state, map) in program.maps where !map.meters.isEmpty {
      firstBucket[state] = next
      for bucket in map.meters.indices { (buckets + next + bucket).initialize(to: TokenBucket(map.meters, bucket)) }
      next += map.meters.count
    }
  }

  private mutating func addTable(_ layout: TableLayout) throws {
    let table = try RecordTable(layout, pools: pools, tallies: tallies)
    (tables + layout.primary).initialize(to: table)
    primaries.append(layout.primary)
    for (position, map) in layout.maps.enumerated() {
      let reference = MapReference(table: tables + layout.primary, index: table.indexes + position)
      (maps + map.state).initialize(to: reference)
      mapStates.append(map.state)
    }
  }

  /// The word of an entry's row that holds its first value field.
  func valueStart(of state: StateID) -> Int {
    if matchStates.contains(state.index) { return matches[state.index].valueStart }
    return queueStates.contains(state.index) ? 0 : maps[state.index].index.pointee.valueStart
  }

  /// State index of a map's primary.
  func primary(of map: StateID) -> Int { maps[map.index].table.pointee.primary }

  func deallocate() {
    for index in primaries { tables[index].deallocate() }
    for index in poolStates { pools[index].deallocate() }
    for index in arrayStates { arrays[index].deallocate() }
    for index in sketchStates { sketches[index].deallocate() }
    for index in ringStates { rings[index].deallocate() }
    for index in matchStates { matches[index].deallocate() }
    for index in queueStates { queues[index].deallocate() }
    for index in tallyStates { tallies[index].deallocate() }
    tables.deallocate()
    maps.deallocate()
    buckets.deallocate()
    pools.deallocate()
    arrays.deallocate()
    sketches.deallocate()
    rings.deallocate()
    matches.deallocate()
    queues.deallocate()
    tallies.deallocate()
  }
}

struct MapReference {
  let table: UnsafeMutablePointer<RecordTable>
  let index: UnsafeMutablePointer<KeyIndex>
}
