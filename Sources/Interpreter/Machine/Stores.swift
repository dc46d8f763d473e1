import IR

/// All states of a running program, each at its state index in the memory of its kind.
struct Stores {
  let tables: UnsafeMutablePointer<RecordTable>
  let maps: UnsafeMutablePointer<MapReference>
  let buckets: UnsafeMutablePointer<TokenBucket>
  let pools: UnsafeMutablePointer<PoolStore>
  let arrays: UnsafeMutablePointer<ArrayStore>
  let sketches: UnsafeMutablePointer<SketchStore>
  let rings: UnsafeMutablePointer<RingStore>
  /// State indices whose element in the memory above is there.
  private(set) var primaries: [Int] = []
  private(set) var mapStates: [Int] = []
  private(set) var poolStates: [Int] = []
  private(set) var arrayStates: [Int] = []
  private(set) var sketchStates: [Int] = []
  private(set) var ringStates: [Int] = []

  /// Takes the memory of all states; nothing is left behind when that fails.
  init(_ program: Program) throws {
    let count = max(program.states.count, 1)
    tables = .allocate(capacity: count)
    maps = .allocate(capacity: count)
    buckets = .allocate(capacity: count)
    pools = .allocate(capacity: count)
    arrays = .allocate(capacity: count)
    sketches = .allocate(capacity: count)
    rings = .allocate(capacity: count)
    do {
      for (index, state) in program.states.enumerated() { try addFlat(index, state) }
      for (index, map) in program.maps where map.companionOf == nil {
        try addTable(TableLayout(program, primary: index, map: map), program)
      }
      for ring in ringStates { rings[ring].rebuild(from: arrays[rings[ring].backends]) }
    } catch {
      deallocate()
      throw error
    }
  }

  private mutating func addFlat(_ index: Int, _ state: State) throws {
    switch state.kind {
    case .map, .table, .queue, .tally: break
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
    }
  }

  private mutating func addTable(_ layout: TableLayout, _ program: Program) throws {
    let table = try RecordTable(layout, pools: pools)
    (tables + layout.primary).initialize(to: table)
    primaries.append(layout.primary)
    for (position, map) in layout.maps.enumerated() {
      let reference = MapReference(table: tables + layout.primary, index: table.indexes + position)
      (maps + map.state).initialize(to: reference)
      mapStates.append(map.state)
      if case .map(let state) = program.states[map.state].kind, let meter = state.meters.first {
        (buckets + map.state).initialize(to: TokenBucket(meter))
      }
    }
  }

  /// State index of a map's primary.
  func primary(of map: StateID) -> Int { maps[map.index].table.pointee.primary }

  func deallocate() {
    for index in primaries { tables[index].deallocate() }
    for index in poolStates { pools[index].deallocate() }
    for index in arrayStates { arrays[index].deallocate() }
    for index in sketchStates { sketches[index].deallocate() }
    for index in ringStates { rings[index].deallocate() }
    tables.deallocate()
    maps.deallocate()
    buckets.deallocate()
    pools.deallocate()
    arrays.deallocate()
    sketches.deallocate()
    rings.deallocate()
  }
}

struct MapReference {
  let table: UnsafeMutablePointer<RecordTable>
  let index: UnsafeMutablePointer<KeyIndex>
}
