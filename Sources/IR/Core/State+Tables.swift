/// A table that the operator fills and programs only look up.
public struct TableState: Hashable, Sendable {
  public var key: [StateField]
  public var value: [StateField]
  /// Rows, at most.
  public var capacity: Int
  public var match: MatchKind

  public init(key: [StateField], value: [StateField], capacity: Int, match: MatchKind) {
    self.key = key
    self.value = value
    self.capacity = capacity
    self.match = match
  }
}

/// How rows are found.
public enum MatchKind: Hashable, Sendable {
  /// By the whole key.
  case exact
  /// The last fields of the key, `bits` bits together, are an address of which rows give a prefix; the fields before are
  /// matched whole. The longest prefix wins.
  case longestPrefix(bits: Int)
  /// Rows give value and mask of each field, or, of the fields in `ranges`, a lowest and a highest value. The first row wins.
  case ternary(ranges: Set<Int>)
}

/// A row of a table: one match for each field of the key, one value for each field of the value.
public struct TableRow: Hashable, Sendable {
  public var matches: [FieldMatch]
  public var values: [UInt64]

  public init(matches: [FieldMatch], values: [UInt64]) {
    self.matches = matches
    self.values = values
  }

  public func matches(_ key: [UInt64]) -> Bool { zip(matches, key).allSatisfy { $0.holds($1) } }
}

public enum FieldMatch: Hashable, Sendable {
  /// `field & mask == value`; `value` has no bits outside of `mask`.
  case masked(UInt64, mask: UInt64)
  /// `low <= field <= high`
  case range(UInt64, UInt64)

  public func holds(_ field: UInt64) -> Bool {
    switch self {
    case .masked(let value, let mask): field & mask == value
    case .range(let low, let high): low <= field && field <= high
    }
  }
}

extension TableState {
  /// The fields that rows give a prefix of, by index; none for other kinds of match.
  public var prefixFields: Range<Int> {
    guard case .longestPrefix(let bits) = match else { return key.count..<key.count }
    var first = key.count
    var left = bits
    while left > 0, first > 0 {
      first -= 1
      left -= key[first].type.bits
    }
    return first..<key.count
  }

  /// The prefix length, in bits, that a row's masks give; 0 for other kinds of match.
  public func prefixLength(_ row: TableRow) -> Int {
    prefixFields.reduce(0) { length, index in
      if case .masked(_, let mask) = row.matches[index] { length + mask.nonzeroBitCount } else { length }
    }
  }

  /// What is wrong with a row, or nil.
  public func problem(with row: TableRow) -> String? {
    guard row.matches.count == key.count else { return "a key has \(key.count) fields, not \(row.matches.count)" }
    guard row.values.count == value.count else { return "a value has \(value.count) fields, not \(row.values.count)" }
    for (field, number) in zip(value, row.values) where number > field.type.mask {
      return "'\(field.name)' does not hold \(number)"
    }
    return key.indices.lazy.compactMap { problem(with: row.matches[$0], at: $0) }.first ?? prefixProblem(row)
  }

  /// The first row that matches just what an earlier one does, where the order of rows does not say which wins; nil for none.
  public func repeatedRow(in rows: [TableRow]) -> Int? {
    if case .ternary = match { return nil }
    var seen: Set<[FieldMatch]> = []
    return rows.firstIndex { !seen.insert($0.matches).inserted }
  }

  private func problem(with match: FieldMatch, at index: Int) -> String? {
    let field = key[index]
    switch match {
    case .range(let low, let high):
      guard isRange(index) else { return "'\(field.name)' is not matched by a range" }
      return low <= high && high <= field.type.mask ? nil : "'\(field.name)' has the range \(low)...\(high)"
    case .masked(let value, let mask):
      guard !isRange(index) else { return "'\(field.name)' is matched by a range" }
      guard mask <= field.type.mask, value & ~mask == 0 else { return "'\(field.name)' has bits outside of its mask" }
      return mask == field.type.mask || allowsMask(index) ? nil : "'\(field.name)' is matched whole"
    }
  }

  private func isRange(_ index: Int) -> Bool {
    if case .ternary(let ranges) = match { ranges.contains(index) } else { false }
  }

  private func allowsMask(_ index: Int) -> Bool {
    if case .ternary = match { true } else { prefixFields.contains(index) }
  }

  /// The masks of a prefix are ones, then zeros, over all its fields.
  private func prefixProblem(_ row: TableRow) -> String? {
    var ended = false
    for index in prefixFields {
      guard case .masked(_, let mask) = row.matches[index] else { continue }
      let type = key[index].type
      let ones = mask.nonzeroBitCount
      let isPrefix = mask == type.mask & ~(type.mask >> UInt64(ones))
      guard isPrefix, !ended || ones == 0 else { return "'\(key[index].name)' has no prefix's mask" }
      ended = ended || ones < type.bits
    }
    return nil
  }
}

/// Elements that come due after a fixed time, in the order they were appended.
public struct QueueState: Hashable, Sendable {
  public var value: [StateField]
  public var capacity: Int
  public var delayNanoseconds: UInt64

  public init(value: [StateField], capacity: Int, delayNanoseconds: UInt64) {
    self.value = value
    self.capacity = capacity
    self.delayNanoseconds = delayNanoseconds
  }
}

/// The numbers of live records of a primary map by some fields of their key. A record counts from its insert to its death.
public struct TallyState: Hashable, Sendable {
  public var of: StateID
  public var key: [StateField]
  /// The fields of the primary's key that are the tally's key, in order.
  public var fields: [Int]

  public init(of: StateID, key: [StateField], fields: [Int]) {
    self.of = of
    self.key = key
    self.fields = fields
  }
}
