extension ProgramLayout {
  /// A row of a config table as halves take it. Rows stand in order: of a ternary table the first that matches wins.
  public struct Row: Codable, Hashable, Sendable {
    /// One for each field of the key.
    public var matches: [Bounds]
    /// One number for each field of the value.
    public var values: [UInt64]

    public init(matches: [Bounds], values: [UInt64]) {
      self.matches = matches
      self.values = values
    }
  }

  /// What a key field has to be: value and mask (the value has no bits outside of the mask), or, of the fields that
  /// `Match.ternary` names as ranges, the lowest and the highest value.
  public struct Bounds: Codable, Hashable, Sendable {
    public var first: UInt64
    public var second: UInt64

    public init(_ first: UInt64, _ second: UInt64) {
      self.first = first
      self.second = second
    }
  }

  public func table(named name: String) -> Table? { tables.first { $0.name == name } }
}

extension ProgramLayout.Table {
  /// Whether rows give a range of the key field at that index.
  public func isRange(_ index: Int) -> Bool {
    if case .ternary(let ranges) = match { ranges.contains(index) } else { false }
  }

  /// The fields that rows give a prefix of, by index; none for other kinds of match.
  public var prefixFields: Range<Int> {
    guard case .longestPrefix(let bits) = match else { return key.fields.count..<key.fields.count }
    var (first, left) = (key.fields.count, bits)
    while left > 0, first > 0 {
      first -= 1
      left -= key.fields[first].bits
    }
    return first..<key.fields.count
  }
}
