extension ProgramLayout {
  /// A table that the operator fills and programs look up.
  public struct Table: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var key: StructLayout
    public var value: StructLayout
    /// Rows, at most.
    public var capacity: Int
    public var match: Match
    public var mode: PlacementMode
    public init(
      name: String, state: Int, key: StructLayout, value: StructLayout, capacity: Int, match: Match, mode: PlacementMode
    ) {
      self.name = name
      self.state = state
      self.key = key
      self.value = value
      self.capacity = capacity
      self.match = match
      self.mode = mode
    }
  }

  /// How a table's rows are found.
  public enum Match: Codable, Hashable, Sendable {
    case exact
    /// The last key fields, of so many bits together, are matched by a prefix; the longest wins.
    case longestPrefix(bits: Int)
    /// By value and mask, or, for these fields, by a range; the first row wins.
    case ternary(ranges: [Int])
  }

  /// Elements that come due `delay` ns after they were appended.
  public struct Queue: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var element: StructLayout
    public var capacity: Int
    public var delay: UInt64
    public init(name: String, state: Int, element: StructLayout, capacity: Int, delay: UInt64) {
      self.name = name
      self.state = state
      self.element = element
      self.capacity = capacity
      self.delay = delay
    }
  }

  /// The number of live records of a group by some fields of their primary key.
  public struct Tally: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var group: String
    public var key: StructLayout
    /// Positions in the primary's key.
    public var fields: [Int]
    public init(name: String, state: Int, group: String, key: StructLayout, fields: [Int]) {
      self.name = name
      self.state = state
      self.group = group
      self.key = key
      self.fields = fields
    }
  }

  /// Records that the program gives to the control plane.
  public struct Stream: Codable, Hashable, Sendable {
    public struct Field: Codable, Hashable, Sendable {
      public var name: String
      public var bits: Int
      public init(name: String, bits: Int) {
        self.name = name
        self.bits = bits
      }
    }

    public var name: String
    public var fields: [Field]
    public init(name: String, fields: [Field]) {
      self.name = name
      self.fields = fields
    }
  }
}
