/// What happened to a map since the interpreter was made.
public struct MapObservation: Hashable, Sendable {
  /// The map's name.
  public var state: String
  /// Records made with a key in this map.
  public var inserts: UInt64
  public var hits: UInt64
  public var misses: UInt64
  /// Records now.
  public var live: Int
  public var capacity: Int

  public init(state: String, inserts: UInt64, hits: UInt64, misses: UInt64, live: Int, capacity: Int) {
    self.state = state
    self.inserts = inserts
    self.hits = hits
    self.misses = misses
    self.live = live
    self.capacity = capacity
  }
}

/// One use of a record by a packet: a lookup that hit, or an insert.
public struct RecordUse: Hashable, Sendable {
  /// State index of the group's primary map.
  public var state: Int
  /// The record's slot, `0 ..< capacity`; free slots are used again.
  public var slot: Int
  /// A hash of the primary map's key: the same for a record that died and was made again.
  public var keyHash: UInt64
  /// True when the packet made the record.
  public var isNew: Bool

  public init(state: Int, slot: Int, keyHash: UInt64, isNew: Bool) {
    self.state = state
    self.slot = slot
    self.keyHash = keyHash
    self.isNew = isNew
  }
}
