/// One map of a group: finds a record's slot by key. Open addressing with linear probing, at most half full.
///
/// A bucket is 0 when empty, else a 32-bit tag of the key's hash over slot + 1. The tag's low bits are the bucket the
/// search starts at, so that a removal can move its followers back without reading their records.
struct KeyIndex: BitwiseCopyable {
  let buckets: UnsafeMutablePointer<UInt64>
  let mask: UInt64
  /// Position of the key's words and of the value's words in a row, and of the hash.
  let keyStart: Int
  let keyWords: Int
  let valueStart: Int
  let valueWords: Int
  let hashPosition: Int
  /// What happened to this map since the start.
  var inserts: UInt64 = 0
  var hits: UInt64 = 0
  var misses: UInt64 = 0

  init(_ map: TableLayout.Map, capacity: Int, name: String) throws {
    var size = 2
    while size < capacity * 2 { size *= 2 }
    buckets = try zeroed(size, of: UInt64.self, for: name)
    mask = UInt64(size - 1)
    keyStart = map.keyStart
    keyWords = map.keyWords
    valueStart = map.valueStart
    valueWords = map.valueWords
    hashPosition = map.hashPosition
  }

  @inline(__always) static func tag(_ hash: UInt64) -> UInt64 { hash &>> 32 }

  /// The hash of the key whose words `key` points at.
  @inline(__always) func hash(_ key: UnsafePointer<UInt64>) -> UInt64 {
    let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
    var hash = multiplier
    for word in 0..<keyWords {
      hash = (hash ^ key[word]) &* multiplier
      hash ^= hash &>> 32
    }
    return hash &* multiplier
  }

  /// Slot of the record with this key, or -1.
  @inline(__always)
  func find(
    _ key: UnsafePointer<UInt64>, hash: UInt64, rows: UnsafeMutablePointer<UInt64>, stride: Int
  ) -> Int {
    let tag = Self.tag(hash)
    var position = tag & mask
    while true {
      let bucket = buckets[Int(truncatingIfNeeded: position)]
      if bucket == 0 { return -1 }
      if bucket &>> 32 == tag {
        let slot = Int(truncatingIfNeeded: bucket & 0xffff_ffff) &- 1
        if matches(key, rows + slot &* stride) { return slot }
      }
      position = (position &+ 1) & mask
    }
  }

  @inline(__always)
  private func matches(_ key: UnsafePointer<UInt64>, _ row: UnsafeMutablePointer<UInt64>) -> Bool {
    let stored = row + keyStart
    for word in 0..<keyWords where stored[word] != key[word] { return false }
    return true
  }

  /// Adds a slot whose key is not there yet.
  func add(slot: Int, hash: UInt64) {
    let tag = Self.tag(hash)
    var position = tag & mask
    while buckets[Int(truncatingIfNeeded: position)] != 0 { position = (position &+ 1) & mask }
    buckets[Int(truncatingIfNeeded: position)] = tag &<< 32 | UInt64(truncatingIfNeeded: slot &+ 1)
  }

  /// Takes a slot out, and moves back those that its place had pushed on.
  func drop(slot: Int, hash: UInt64) {
    let wanted = Self.tag(hash) &<< 32 | UInt64(truncatingIfNeeded: slot &+ 1)
    var hole = Self.tag(hash) & mask
    while buckets[Int(truncatingIfNeeded: hole)] != wanted {
      if buckets[Int(truncatingIfNeeded: hole)] == 0 { return }
      hole = (hole &+ 1) & mask
    }
    var next = (hole &+ 1) & mask
    while true {
      let bucket = buckets[Int(truncatingIfNeeded: next)]
      if bucket == 0 { break }
      let home = bucket &>> 32 & mask
      if (next &- home) & mask >= (next &- hole) & mask {
        buckets[Int(truncatingIfNeeded: hole)] = bucket
        hole = next
      }
      next = (next &+ 1) & mask
    }
    buckets[Int(truncatingIfNeeded: hole)] = 0
  }
}
