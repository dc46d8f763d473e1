/// The whole state of a running program in a canonical form: what two sites are compared by, and `--state` prints.
public struct StateSnapshot: Codable, Hashable, Sendable {
  public struct Entry: Codable, Hashable, Sendable {
    /// Key fields in declaration order.
    public var key: [UInt64]
    public var value: [UInt64]
    /// Nanoseconds of the last touch of the record; 0 in a map that never expires.
    public var lastSeen: UInt64

    public init(key: [UInt64], value: [UInt64], lastSeen: UInt64) {
      self.key = key
      self.value = value
      self.lastSeen = lastSeen
    }
  }

  /// An element of a queue.
  public struct Element: Codable, Hashable, Sendable {
    /// Fields in declaration order.
    public var values: [UInt64]
    /// Nanoseconds: when it was appended.
    public var pushed: UInt64

    public init(values: [UInt64], pushed: UInt64) {
      self.values = values
      self.pushed = pushed
    }
  }

  /// How many live records have this key of a tally.
  public struct Count: Codable, Hashable, Sendable {
    public var key: [UInt64]
    public var records: UInt64

    public init(key: [UInt64], records: UInt64) {
      self.key = key
      self.records = records
    }
  }

  /// Live entries by map name, sorted by key.
  public var maps: [String: [Entry]] = [:]
  /// Elements by array name; fields in declaration order.
  public var arrays: [String: [[UInt64]]] = [:]
  /// Non-zero counters by sketch name: position `row * columns + column` to count.
  public var sketches: [String: [Int: UInt64]] = [:]
  /// Elements by queue name, oldest first.
  public var queues: [String: [Element]] = [:]
  /// Counts that are not zero by tally name, sorted by key.
  public var tallies: [String: [Count]] = [:]

  public init() {}

  public static func inKeyOrder(_ left: Entry, _ right: Entry) -> Bool {
    left.key.lexicographicallyPrecedes(right.key)
  }

  public static func inKeyOrder(_ left: Count, _ right: Count) -> Bool {
    left.key.lexicographicallyPrecedes(right.key)
  }
}
