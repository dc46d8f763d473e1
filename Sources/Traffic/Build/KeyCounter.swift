/// Counts uses by hashed key: an open-addressing table that doubles when it is half full.
///
/// Keys are 64-bit hashes; two things with one hash count as one, which is one in 4 million with a million keys.
struct KeyCounter {
  private var keys: [UInt64] = Array(repeating: 0, count: 1024)
  /// Uses of the key in the same place; 0 where there is none. Saturates.
  private var uses: [UInt32] = Array(repeating: 0, count: 1024)
  /// Distinct keys.
  private(set) var count = 0

  /// Counts a use; true when the key is new.
  @discardableResult
  mutating func add(_ key: UInt64) -> Bool {
    let place = place(of: key)
    guard uses[place] == 0 else {
      uses[place] = max(uses[place], uses[place] &+ 1)
      return false
    }
    keys[place] = key
    uses[place] = 1
    count += 1
    if count * 2 > keys.count { grow() }
    return true
  }

  /// Uses by key, in no order.
  var counts: [UInt32] { uses.filter { $0 > 0 } }

  /// Keys with their uses, by key.
  var sorted: [(key: UInt64, uses: UInt32)] {
    zip(keys, uses).filter { $0.1 > 0 }.map { (key: $0.0, uses: $0.1) }.sorted { $0.key < $1.key }
  }

  /// Where the key is, or would be put.
  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
    while uses[place] != 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = zip(keys, uses)
    keys = Array(repeating: 0, count: keys.count * 2)
    uses = Array(repeating: 0, count: keys.count)
    for (key, use) in old where use > 0 {
      let place = place(of: key)
      keys[place] = key
      uses[place] = use
    }
  }
}
