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
  /// As `TableLayout.evictsOneIn`.
  let evictsOneIn: UInt64
  /// A row being made, and its room for a key being looked up.
  let scratch: UnsafeMutablePointer<UInt64>
  /// Pools that get an element back from each dead record.
  let ties: UnsafeMutablePointer<PoolTieWord>
  let tieCount: Int
  let pools: UnsafeMutablePointer<PoolStore>
  /// Tallies that count the records.
  let tallyTies: UnsafeMutablePointer<TallyTie>
  let tallyCount: Int
  let tallies: UnsafeMutablePointer<TallyStore>

  private(set) var count = 0
  private(set) var order: TouchOrder
  /// Used when time-outs depend on a field.
  private var lanes: DeadlineLanes

  init(
    _ layout: TableLayout, pools: UnsafeMutablePointer<PoolStore>, tallies: UnsafeMutablePointer<TallyStore>
  ) throws {
    primary = layout.primary
    capacity = layout.capacity
    stride = layout.stride
    timeout = layout.expiry?.nanoseconds ?? 0
    touchesOnHit = layout.touchesOnHit
    evictsOneIn = layout.evictsOneIn
    indexCount = layout.maps.count
    tieCount = layout.ties.count
    tallyCount = layout.tallies.count
    self.pools = pools
    self.tallies = tallies
    rows = try zeroed(layout.capacity * layout.stride, of: UInt64.self, for: layout.name)
    scratch = try zeroed(layout.stride, of: UInt64.self, for: layout.name)
    indexes = try zeroed(indexCount, of: KeyIndex.self, for: layout.name)
    ties = try zeroed(tieCount, of: PoolTieWord.self, for: layout.name)
    tallyTies = try zeroed(tallyCount, of: TallyTie.self, for: layout.name)
    order = try TouchOrder(capacity: layout.capacity, name: layout.name)
    lanes = try DeadlineLanes(
      layout.expiry, word: layout.timeoutWord, capacity: layout.capacity, name: layout.name)
    for (position, map) in layout.maps.enumerated() {
      indexes[position] = try KeyIndex(map, capacity: layout.capacity, name: layout.name)
    }
    for (position, tie) in layout.ties.enumerated() { ties[position] = tie }
    for (position, tally) in layout.tallies.enumerated() {
      tallyTies[position] = TallyTie(
        tally: tally.state, words: try zeroed(tally.words.count, of: Int.self, for: layout.name))
      for (place, word) in tally.words.enumerated() { tallyTies[position].words[place] = word }
    }
  }

  func deallocate() {
    for index in 0..<indexCount { freeMemory(indexes[index].buckets) }
    for tie in 0..<tallyCount { freeMemory(tallyTies[tie].words) }
    order.deallocate()
    lanes.deallocate()
    freeMemory(tallyTies)
    freeMemory(indexes)
    freeMemory(ties)
    freeMemory(rows)
    freeMemory(scratch)
  }

  @inline(__always) func row(_ slot: Int) -> UnsafeMutablePointer<UInt64> { rows + slot &* stride }

  /// Marks a record as used at `now`: it becomes the youngest.
  @inline(__always) mutating func touch(_ slot: Int, now: UInt64) {
    order.touch(slot, now: now)
    if lanes.isUsed { lanes.touch(slot) }
  }

  /// Removes every record that is expired at `now`, in the order in which their time was up.
  @inline(__always)
  mutating func expire(now: UInt64) {
    guard timeout != 0 else { return }
    guard !lanes.isUsed else { return expireByField(now: now) }
    while order.oldest >= 0, now &- order.lastSeen(order.oldest) >= timeout { remove(order.oldest) }
  }

  private mutating func expireByField(now: UInt64) {
    while case let slot = lanes.due(now: now, order), slot >= 0 { remove(slot) }
  }

  /// Takes note that the field that decides a record's time-out was written.
  mutating func timeoutChanged(_ slot: Int) {
    guard lanes.isUsed, !order.isFree(slot) else { return }
    lanes.move(slot, row(slot))
  }

  /// Makes a record of the row in `scratch` (keys and values; hashes are filled in here). Returns its slot, or -1
  /// when the table is full and does not evict: nothing has changed then.
  mutating func insert(now: UInt64) -> Int {
    for index in 0..<indexCount {
      scratch[indexes[index].hashPosition] = indexes[index].hash(scratch + indexes[index].keyStart)
    }
    removeHolders()
    if count >= capacity {
      guard order.oldest >= 0, evicts(now: now) else { return -1 }
      remove(order.oldest)
    }
    return place(now: now)
  }

  /// Whether the row in `scratch` is worth the oldest record.
  private func evicts(now: UInt64) -> Bool {
    guard evictsOneIn > 1 else { return evictsOneIn == 1 }
    let key = UnsafeBufferPointer(start: scratch + indexes[0].keyStart, count: indexes[0].keyWords)
    return mix64(onto: mix64(seed: 3, key), now) % evictsOneIn == 0
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
    if lanes.isUsed { lanes.append(slot, row) }
    for tie in 0..<tallyCount { gatherTally(tie, row).pointee.add() }
    return slot
  }

  /// The tally, with the row's key in its room.
  private func gatherTally(_ tie: Int, _ row: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<TallyStore> {
    let tally = tallies + tallyTies[tie].tally
    for word in 0..<tally.pointee.keyWords { tally.pointee.key[word] = row[tallyTies[tie].words[word]] }
    return tally
  }

  /// Removes a record by slot, if it is there: gives its pool elements back, and counts it no more.
  mutating func remove(_ slot: Int) {
    guard count > 0, !order.isFree(slot) else { return }
    let row = row(slot)
    for index in 0..<indexCount { indexes[index].drop(slot: slot, hash: row[indexes[index].hashPosition]) }
    for tie in 0..<tieCount { pools[ties[tie].pool].giveBack(row[ties[tie].word]) }
    for tie in 0..<tallyCount { gatherTally(tie, row).pointee.subtract() }
    if lanes.isUsed { lanes.remove(slot) }
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
