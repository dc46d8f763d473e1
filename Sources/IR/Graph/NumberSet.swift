/// A set of small numbers, a bit for each: what analyses join at every block of a program.
struct NumberSet: Hashable, Sendable {
  private var words: [UInt64] = []

  init() {}

  /// All numbers below `count`.
  init(below count: Int) {
    words = [UInt64](repeating: .max, count: count / 64)
    if count % 64 > 0 { words.append(1 << UInt64(count % 64) - 1) }
  }

  func contains(_ number: Int) -> Bool {
    number / 64 < words.count && words[number / 64] & Self.bit(number) != 0
  }

  mutating func insert(_ number: Int) {
    let missing = number / 64 + 1 - words.count
    if missing > 0 { words += [UInt64](repeating: 0, count: missing) }
    words[number / 64] |= Self.bit(number)
  }

  mutating func remove(_ number: Int) {
    if number / 64 < words.count { words[number / 64] &= ~Self.bit(number) }
  }

  mutating func formUnion(_ other: NumberSet) {
    if words.count < other.words.count { words += [UInt64](repeating: 0, count: other.words.count - words.count) }
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  private static func bit(_ number: Int) -> UInt64 { 1 << UInt64(number % 64) }
}

/// Sets of values, headers and entries go by their numbers.
extension NumberSet {
  func contains(_ value: Value) -> Bool { contains(value.id) }
  mutating func insert(_ value: Value) { insert(value.id) }
  mutating func insert(_ values: [Value]) { for value in values { insert(value.id) } }
}
