/// The numbers that a card's driver and firmware check programs against; nil where a card sets no limit.
public struct OffloadLimits: Hashable, Sendable {
  /// Maps of all programs, and entries over all maps.
  public var maps: Int?
  public var entries: Int?
  public var keyBytes: Int?
  public var valueBytes: Int?
  /// Key and value, each rounded up to 8 bytes.
  public var entryBytes: Int?
  public var stackBytes: Int?
  /// Bytes from a packet's start that programs can reach.
  public var packetBytes: Int?
  /// Instructions of the card's own code.
  public var instructions: Int?
  /// Bytes that a packet's head can surely move: in front of the packet, and into it.
  public var headGrowth: Int?
  public var headShrinkage: Int?

  public init() {}
}
