import IR

/// Counts of live records by some fields of their key. There are never more keys than records.
struct TallyStore {
  /// Room for a key; a row holds the key, the count and the key's hash.
  let key: UnsafeMutablePointer<UInt64>
  let keyWords: Int
  private let rows: UnsafeMutablePointer<UInt64>
  private let stride: Int
  private let index: KeyIndex
  /// Slots that were used and are free again.
  private let free: UnsafeMutablePointer<UInt32>
  private var freeCount = 0
  private(set) var used = 0

  init(_ tally: TallyState, capacity: Int, name: String) throws {
    keyWords = tally.key.count
    stride = keyWords + 2
    let map = TableLayout.Map(
      state: 0, keyStart: 0, keyWords: keyWords, valueStart: keyWords, valueWords: 1, hashPosition: keyWords + 1)
    index = try KeyIndex(map, capacity: capacity, name: name)
    key = try zeroed(keyWords, of: UInt64.self, for: name)
    rows = try zeroed(capacity * stride, of: UInt64.self, for: name)
    free = try zeroed(capacity, of: UInt32.self, for: name)
  }

  func deallocate() {
    freeMemory(index.buckets)
    freeMemory(key)
    freeMemory(rows)
    freeMemory(free)
  }

  /// The count of the key in `key`.
  var count: UInt64 {
    let slot = find()
    return slot < 0 ? 0 : rows[slot &* stride &+ keyWords]
  }

  /// Counts one more record with the key in `key`.
  mutating func add() {
    let slot = find()
    guard slot < 0 else { return rows[slot &* stride &+ keyWords] &+= 1 }
    let fresh = allocate()
    let row = rows + fresh &* stride
    row.update(from: key, count: keyWords)
    row[keyWords] = 1
    row[keyWords &+ 1] = index.hash(key)
    index.add(slot: fresh, hash: row[keyWords &+ 1])
  }

  /// Counts one record less; at zero the key is gone.
  mutating func subtract() {
    let slot = find()
    guard slot >= 0 else { return }
    let row = rows + slot &* stride
    row[keyWords] &-= 1
    guard row[keyWords] == 0 else { return }
    index.drop(slot: slot, hash: row[keyWords &+ 1])
    free[freeCount] = UInt32(truncatingIfNeeded: slot)
    freeCount &+= 1
  }

  /// Visits the keys whose count is not zero.
  func forEach(_ body: (_ key: [UInt64], _ records: UInt64) -> Void) {
    for slot in 0..<used where rows[slot * stride + keyWords] != 0 {
      let row = rows + slot * stride
      body(Array(UnsafeBufferPointer(start: row, count: keyWords)), row[keyWords])
    }
  }

  private func find() -> Int { index.find(key, hash: index.hash(key), rows: rows, stride: stride) }

  private mutating func allocate() -> Int {
    guard freeCount == 0 else {
      freeCount &-= 1
      return Int(free[freeCount])
    }
    used &+= 1
    return used &- 1
  }
}

/// A tally that a table's records are counted in, and the words of a row that make its key.
struct TallyTie: BitwiseCopyable {
  /// State index.
  var tally: Int
  var words: UnsafeMutablePointer<Int>
}
