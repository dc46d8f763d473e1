/// What a site must be able to do with a state to run some blocks of a program.
public struct StateDemand: OptionSet, Hashable, Sendable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let find = StateDemand(rawValue: 1 << 0)
  public static let read = StateDemand(rawValue: 1 << 1)
  public static let store = StateDemand(rawValue: 1 << 2)
  public static let add = StateDemand(rawValue: 1 << 3)
  public static let insert = StateDemand(rawValue: 1 << 4)
  public static let remove = StateDemand(rawValue: 1 << 5)
  public static let take = StateDemand(rawValue: 1 << 6)
  public static let charge = StateDemand(rawValue: 1 << 7)
  public static let count = StateDemand(rawValue: 1 << 8)
  public static let estimate = StateDemand(rawValue: 1 << 9)
  public static let pick = StateDemand(rawValue: 1 << 10)
  /// Inserts where a full table gives up its oldest record.
  public static let evictOldest = StateDemand(rawValue: 1 << 11)
  /// Finds entries of records that expire.
  public static let expire = StateDemand(rawValue: 1 << 12)
  /// Finds entries whose records live on by being found.
  public static let touch = StateDemand(rawValue: 1 << 13)

  /// Reads a number of live records.
  public static let tally = StateDemand(rawValue: 1 << 14)
  /// Finds rows by a prefix.
  public static let prefix = StateDemand(rawValue: 1 << 15)
  /// Finds rows by masks and ranges.
  public static let ternary = StateDemand(rawValue: 1 << 16)
  /// Finds entries of records whose time-out depends on a field.
  public static let expireByField = StateDemand(rawValue: 1 << 17)

  private static let names: [(StateDemand, String)] = [
    (.find, "find"), (.read, "read"), (.store, "store"), (.add, "add"), (.insert, "insert"), (.remove, "remove"),
    (.take, "take"), (.charge, "charge"), (.count, "count"), (.estimate, "estimate"), (.pick, "pick"),
    (.evictOldest, "evict oldest"), (.expire, "expire"), (.touch, "touch"),
    (.tally, "tally"), (.prefix, "prefix"), (.ternary, "ternary"), (.expireByField, "expire by field"),
  ]

  /// The words for what is demanded, in a fixed order.
  public var words: [String] { Self.names.filter { contains($0.0) }.map(\.1) }

  init(_ kind: AccessKind) {
    switch kind {
    case .find: self = .find
    case .read: self = .read
    case .store: self = .store
    case .add: self = .add
    case .insert: self = .insert
    case .remove: self = .remove
    case .take: self = .take
    case .charge: self = .charge
    case .count: self = .count
    case .estimate: self = .estimate
    case .pick: self = .pick
    case .tally: self = .tally
    }
  }
}

extension StateAccesses {
  /// What `blocks` (all when nil) demand of a state.
  public func demand(of state: StateID, in blocks: Set<BlockID>? = nil, program: Program) -> StateDemand {
    var demand: StateDemand = []
    for access in of(state) where blocks?.contains(access.block) ?? true {
      demand.insert(StateDemand(access.kind))
    }
    let primary = program[program.primary(of: state)].map
    if demand.contains(.insert), primary?.full.evicts ?? false { demand.insert(.evictOldest) }
    if demand.contains(.find), let expiry = primary?.expiry {
      demand.insert(.expire)
      if expiry.refreshedByLookup { demand.insert(.touch) }
      if expiry.byField != nil { demand.insert(.expireByField) }
    }
    switch program[state].table?.match {
    case .longestPrefix: demand.insert(.prefix)
    case .ternary: demand.insert(.ternary)
    case .exact, nil: break
    }
    return demand
  }
}
