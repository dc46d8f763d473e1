import IR

/// The records of a primary map and its companions: one row of words per record, one index per map, and the records
/// in order of their last touch.
///
/// A row holds one hash per map of the group, then for each map its key fields and its value fields.
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
  /// Pools that get an element back from each dead record.
  let ties: UnsafeMutablePointer<PoolTieWord>
  let tieCount: Int
  let pools: UnsafeMutablePointer<PoolStore>

  private(set) var count = 0
  private(set) var order: TouchOrder

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
    order = try TouchOrder(capacity: layout.capacity, name: layout.name)
    for (position, map) in layout.maps.enumerated() {
      indexes[position] = try KeyIndex(map, capacity: layout.capacity, name: layout.name)
    }
    for (position, tie) in layout.ties.enumerated() { ties[position] = tie }
  }

  func deallocate() {
    for index in 0..<indexCount { freeMemory(indexes[index].buckets) }
    order.deallocate()
    freeMemory(indexes)
    freeMemory(ties)
    freeMemory(rows)
    freeMemory(scratch)
  }

  @inline(__always) func row(_ slot: Int) -> UnsafeMutablePointer<UInt64> { rows + slot &* stride }

  /// Marks a record as used at `now`: it becomes the youngest.
  @inline(__always) mutating func touch(_ slot: Int, now: UInt64) { order.touch(slot, now: now) }

  /// Removes every record that is expired at `now`, oldest first.
  @inline(__always)
  mutating func expire(now: UInt64) {
    guard timeout != 0 else { return }
    while order.oldest >= 0, now &- order.lastSeen(order.oldest) >= timeout { remove(order.oldest) }
  }

  /// Makes a record of the row in `scratch` (keys and values; hashes are filled in here). Returns its slot, or -1
  /// when the table is full and does not evict: nothing has changed then.
  mutating func insert(now: UInt64) -> Int {
    for index in 0..<indexCount {
      scratch[indexes[index].hashPosition] = indexes[index].hash(scratch + indexes[index].keyStart)
    }
    removeHolders()
    if count >= capacity {
      guard evictsOldest, order.oldest >= 0 else { return -1 }
      remove(order.oldest)
    }
    return place(now: now)
  }

  /// Removes the records that hold a key of the row in `scratch`.
  private mutating func removeHolders() {
    for index in 0..<indexCount {
      let map = indexes + index
      let key = scratch + map.pointee.keyStart
      let hash = scratch[map.pointee.hashPosition]
      let holder = map.pointee.find(key, hash: hash, rows: rows, stride: stride)
      if holder >= 0 { remove(holder) }
    }
  }

  private mutating func place(now: UInt64) -> Int {
    let slot = order.allocate(now: now)
    let row = row(slot)
    row.update(from: scratch, count: stride)
    for index in 0..<indexCount {
      indexes[index].add(slot: slot, hash: row[indexes[index].hashPosition])
      indexes[index].inserts &+= 1
    }
    count &+= 1
    return slot
  }

  /// Removes a record by slot, if it is there, and gives its pool elements back.
  mutating func remove(_ slot: Int) {
    guard count > 0, !order.isFree(slot) else { return }
    let row = row(slot)
    for index in 0..<indexCount { indexes[index].drop(slot: slot, hash: row[indexes[index].hashPosition]) }
    for tie in 0..<tieCount { pools[ties[tie].pool].giveBack(row[ties[tie].word]) }
    order.release(slot)
    count &-= 1
  }

  /// Visits the records, oldest first: the row and the time of the last touch.
  func forEachRecord(_ body: (UnsafeMutablePointer<UInt64>, _ lastSeen: UInt64) -> Void) {
    var slot = order.oldest
    while slot >= 0 {
      body(row(slot), order.lastSeen(slot))
      slot = order.next(after: slot)
    }
  }
}
