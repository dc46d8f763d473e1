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

  /// Live entries by map name, sorted by key.
  public var maps: [String: [Entry]] = [:]
  /// Elements by array name; fields in declaration order.
  public var arrays: [String: [[UInt64]]] = [:]
  /// Non-zero counters by sketch name: position `row * columns + column` to count.
  public var sketches: [String: [Int: UInt64]] = [:]

  public init() {}

  public static func inKeyOrder(_ left: Entry, _ right: Entry) -> Bool {
    left.key.lexicographicallyPrecedes(right.key)
  }
}
