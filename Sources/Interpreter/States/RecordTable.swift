import IR

/// The records of a primary map and its companions: one row per record, one index per map, and the records in
/// order of their last touch, as Vigor's `dchain` keeps them, so that expiry takes constant time per record.
struct RecordTable {
  /// State index of the primary.
  let primary: Int
  let capacity: Int
  let stride: Int
  let rows: UnsafeMutablePointer<UInt64>
  /// One per map: the primary, then its companions by state index.
  let indexes: UnsafeMutablePointer<KeyIndex>
  let indexCount: Int
  /// Nanoseconds; 0 when records never expire.
  let timeout: UInt64
  let touchesOnHit: Bool
  let evictsOldest: Bool
  /// A row being made, and its room for a key being looked up.
  let scratch: UnsafeMutablePointer<UInt64>
  /// Pools that get an element back from each dead record: the pool's state index and the word that holds the element.
  let ties: UnsafeMutablePointer<PoolTieWord>
  let tieCount: Int
  let pools: UnsafeMutablePointer<PoolStore>

  var count = 0
  /// Slot + 1; 0 for none.
  private(set) var oldest: UInt32 = 0
  private var youngest: UInt32 = 0
  /// Slots from here on were never used.
  private var fresh = 0
  /// Slot + 1 of the first free slot; free slots are chained by `newer`.
  private var freeSlot: UInt32 = 0

  init(_ layout: TableLayout, pools: UnsafeMutablePointer<PoolStore>) throws {
    primary = layout.primary
    capacity = layout.capacity
    stride = layout.stride
    timeout = layout.timeout
    touchesOnHit = layout.touchesOnHit
    evictsOldest = layout.evictsOldest
    indexCount = layout.maps.count
    tieCount = layout.ties.count
    self.pools = pools
    rows = try zeroed(layout.capacity * layout.stride, of: UInt64.self, for: layout.name)
    scratch = try zeroed(layout.stride, of: UInt64.self, for: layout.name)
    indexes = try zeroed(indexCount, of: KeyIndex.self, for: layout.name)
    ties = try zeroed(tieCount, of: PoolTieWord.self, for: layout.name)
    for (position, map) in layout.maps.enumerated() {
      indexes[position] = try KeyIndex(map, capacity: layout.capacity, name: layout.name)
    }
    for (position, tie) in layout.ties.enumerated() { ties[position] = tie }
  }

  func deallocate() {
    for index in 0..<indexCount { freeMemory(indexes[index].buckets) }
    freeMemory(indexes)
    freeMemory(ties)
    freeMemory(rows)
    freeMemory(scratch)
  }

  @inline(__always) func row(_ slot: Int) -> UnsafeMutablePointer<UInt64> { rows + slot &* stride }

  /// Marks a record as used at `now`: it becomes the youngest.
  @inline(__always)
  mutating func touch(_ slot: Int, now: UInt64) {
    let row = row(slot)
    row[Row.lastSeen] = now
    guard youngest != UInt32(truncatingIfNeeded: slot &+ 1) else { return }
    unlink(row)
    append(slot, row)
  }

  /// Removes every record that is expired at `now`, oldest first.
  @inline(__always)
  mutating func expire(now: UInt64) {
    guard timeout != 0 else { return }
    while oldest != 0 {
      let slot = Int(oldest) &- 1
      guard now &- row(slot)[Row.lastSeen] >= timeout else { return }
      remove(slot)
    }
  }

  /// Makes a record of the row in `scratch` (keys and values; hashes are filled in here). Returns its slot, or -1
  /// when the table is full and does not evict: nothing has changed then.
  mutating func insert(now: UInt64) -> Int {
    for index in 0..<indexCount {
      let key = scratch + indexes[index].keyStart
      scratch[indexes[index].hashPosition] = indexes[index].hash(key)
    }
    for index in 0..<indexCount {
      let map = indexes + index
      let hash = scratch[map.pointee.hashPosition]
      let holder = map.pointee.find(scratch + map.pointee.keyStart, hash: hash, rows: rows, stride: stride)
      if holder >= 0 { remove(holder) }
    }
    if count >= capacity {
      guard evictsOldest, oldest != 0 else { return -1 }
      remove(Int(oldest) &- 1)
    }
    return place(now: now)
  }

  /// Visits the records, oldest first.
  func forEachRow(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
    var next = oldest
    while next != 0 {
      let row = row(Int(next) &- 1)
      body(row)
      next = row.newer
    }
  }

  private mutating func place(now: UInt64) -> Int {
    let slot = nextSlot()
    let row = row(slot)
    row.update(from: scratch, count: stride)
    row[Row.lastSeen] = now
    row[Row.links] = 0
    append(slot, row)
    for index in 0..<indexCount {
      indexes[index].add(slot: slot, hash: row[indexes[index].hashPosition])
      indexes[index].inserts &+= 1
    }
    count &+= 1
    return slot
  }

  /// Removes a record by slot, if it is there, and gives its pool elements back.
  mutating func remove(_ slot: Int) {
    let row = row(slot)
    guard row.older != Row.free, count > 0 else { return }
    for index in 0..<indexCount { indexes[index].drop(slot: slot, hash: row[indexes[index].hashPosition]) }
    for tie in 0..<tieCount { pools[ties[tie].pool].giveBack(row[ties[tie].word]) }
    unlink(row)
    row.older = Row.free
    row.newer = freeSlot
    freeSlot = UInt32(truncatingIfNeeded: slot &+ 1)
    count &-= 1
  }

  private mutating func nextSlot() -> Int {
    guard freeSlot != 0 else {
      fresh &+= 1
      return fresh &- 1
    }
    let slot = Int(freeSlot) &- 1
    freeSlot = row(slot).newer
    return slot
  }

  @inline(__always)
  private mutating func append(_ slot: Int, _ row: UnsafeMutablePointer<UInt64>) {
    let own = UInt32(truncatingIfNeeded: slot &+ 1)
    row.older = youngest
    row.newer = 0
    if youngest == 0 { oldest = own } else { self.row(Int(youngest) &- 1).newer = own }
    youngest = own
  }

  @inline(__always)
  private mutating func unlink(_ row: UnsafeMutablePointer<UInt64>) {
    let (older, newer) = (row.older, row.newer)
    if older == 0 { oldest = newer } else { self.row(Int(older) &- 1).newer = newer }
    if newer == 0 { youngest = older } else { self.row(Int(newer) &- 1).older = older }
  }
}
