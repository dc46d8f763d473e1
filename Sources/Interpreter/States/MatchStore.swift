import IR

/// The rows of a config table. A row in memory: for each key field the value or the lowest value, for each the mask or the highest
/// value, then the row's value.
///
/// Rows that are matched whole or by prefix stand in one index for each mask that occurs, the longest prefix first; ternary rows are
/// looked through in order.
struct MatchStore {
  let state: TableState
  /// Room for a key, and for it under a mask.
  let key: UnsafeMutablePointer<UInt64>
  private let masked: UnsafeMutablePointer<UInt64>
  private let isRange: UnsafeMutablePointer<Bool>
  private let isTernary: Bool
  let keyWords: Int
  let stride: Int
  private(set) var rows: UnsafeMutablePointer<UInt64>
  private(set) var count = 0
  private var groups: UnsafeMutablePointer<Group>
  private var groupCount = 0

  private struct Group: BitwiseCopyable {
    /// The row whose mask it is.
    var row: Int
    var index: KeyIndex
  }

  init(_ table: TableState, name: String) throws {
    state = table
    keyWords = table.key.count
    stride = 2 * keyWords + table.value.count
    key = try zeroed(keyWords, of: UInt64.self, for: name)
    masked = try zeroed(keyWords, of: UInt64.self, for: name)
    isRange = try zeroed(keyWords, of: Bool.self, for: name)
    rows = try zeroed(0, of: UInt64.self, for: name)
    groups = try zeroed(0, of: Group.self, for: name)
    var ranges: Set<Int>?
    if case .ternary(let fields) = table.match { ranges = fields }
    isTernary = ranges != nil
    for field in ranges ?? [] { isRange[field] = true }
  }

  func deallocate() {
    freeMemory(key)
    freeMemory(masked)
    freeMemory(isRange)
    clear()
  }

  private func clear() {
    for group in 0..<groupCount { freeMemory(groups[group].index.buckets) }
    freeMemory(groups)
    freeMemory(rows)
  }

  /// The word of a row that holds the first value field.
  var valueStart: Int { 2 * keyWords }

  /// The row that matches the key in `key`, or nil.
  func find() -> UnsafeMutablePointer<UInt64>? {
    if isTernary { return (0..<count).lazy.map { rows + $0 &* stride }.first(where: matches) }
    for group in 0..<groupCount {
      let mask = rows + (groups[group].row &* stride &+ keyWords)
      for word in 0..<keyWords { masked[word] = key[word] & mask[word] }
      let index = groups[group].index
      let slot = index.find(masked, hash: index.hash(masked), rows: rows, stride: stride)
      if slot >= 0 { return rows + slot &* stride }
    }
    return nil
  }

  private func matches(_ row: UnsafeMutablePointer<UInt64>) -> Bool {
    for word in 0..<keyWords {
      let (field, first, second) = (key[word], row[word], row[keyWords &+ word])
      guard isRange[word] ? first <= field && field <= second : field & second == first else { return false }
    }
    return true
  }

  /// Takes rows, which have no problem and are not too many, in place of those there were.
  mutating func replace(_ new: [TableRow], name: String) throws {
    let memory = try zeroed(new.count * stride, of: UInt64.self, for: name)
    for (position, row) in new.enumerated() { fill(memory + position * stride, row) }
    let masks = isTernary ? [] : Self.byMask(new, state)
    let fresh = try zeroed(masks.count, of: Group.self, for: name)
    for (position, members) in masks.enumerated() {
      fresh[position] = Group(row: members[0], index: try index(of: members, in: memory, name: name))
    }
    clear()
    (rows, count, groups, groupCount) = (memory, new.count, fresh, masks.count)
  }

  private func fill(_ memory: UnsafeMutablePointer<UInt64>, _ row: TableRow) {
    for (word, match) in row.matches.enumerated() {
      switch match {
      case .masked(let value, let mask): (memory[word], memory[keyWords + word]) = (value, mask)
      case .range(let low, let high): (memory[word], memory[keyWords + word]) = (low, high)
      }
    }
    for (word, value) in row.values.enumerated() { memory[valueStart + word] = value }
  }

  private func index(of members: [Int], in memory: UnsafeMutablePointer<UInt64>, name: String) throws -> KeyIndex {
    let map = TableLayout.Map(
      state: 0, keyStart: 0, keyWords: keyWords, valueStart: valueStart, valueWords: state.value.count, hashPosition: 0)
    let index = try KeyIndex(map, capacity: members.count, name: name)
    for row in members { index.add(slot: row, hash: index.hash(memory + row * stride)) }
    return index
  }

  /// Positions of rows with the same masks, the longest prefix first.
  private static func byMask(_ rows: [TableRow], _ table: TableState) -> [[Int]] {
    Dictionary(grouping: rows.indices) { table.prefixLength(rows[$0]) }.sorted { $0.key > $1.key }.map(\.value)
  }
}
