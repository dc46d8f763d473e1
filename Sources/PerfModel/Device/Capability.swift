/// What a site may be able to do. The names are those of device files.
public enum Capability: String, Hashable, Sendable, CaseIterable {
  /// Find an entry of an exact-match table.
  case lookup
  /// Keep an entry's time of last use exactly.
  case touch
  case loadEntry = "load-entry"
  case storeEntry = "store-entry"
  case addEntry = "add-entry"
  /// Add to words of other widths than 32 and 64 bits.
  case addNarrow = "add-narrow"
  /// Read a word that is also added to.
  case readAdded = "read-added"
  /// Make a record with one key.
  case insert
  /// Make a record with several keys, all at once.
  case insertCompanions = "insert-companions"
  case remove
  /// Find the record touched longest ago.
  case evictOldest = "evict-oldest"
  /// Take from a pool, and give back when a record dies.
  case take
  case meter
  case loadArray = "load-array"
  case storeArray = "store-array"
  case addArray = "add-array"
  case sketchAdd = "sketch-add"
  case sketchEstimate = "sketch-estimate"
  /// Read a Maglev table.
  case pick
  /// Find the row with the longest prefix.
  case lookupPrefix = "lookup-prefix"
  /// Find the first row that masks and ranges fit.
  case lookupTernary = "lookup-ternary"
  /// Keep records whose time-out depends on what they hold.
  case expireByField = "expire-by-field"
  /// Count the live records of a key.
  case tally
  /// Append to a queue and take what is due.
  case queue
  /// Send a copy out.
  case mirror
  /// Give a record to the control plane.
  case export
  /// Insert or remove bytes before the payload.
  case moveHead = "move-head"
  /// Cut a packet, or append to it.
  case setLength = "set-length"
  /// Sum or hash bytes that no header names.
  case readPayload = "read-payload"
  /// Walk IPv6 extension headers.
  case skipExtensions = "skip-extensions"
  case clock
  case checksum
  /// Divide by a value that is not a constant.
  case divide
  /// Send out by another port than the packet came in by.
  case forward
  /// Send out by the port the packet came in by.
  case reply
  case controlPlane = "control-plane"

  /// What a report says of a site without it.
  public var missing: String {
    switch self {
    case .lookup: "the card has no exact-match table"
    case .touch: "the card cannot keep the time of last use"
    case .loadEntry: "the card cannot read an entry"
    case .storeEntry: "the card cannot store to an entry"
    case .addEntry: "the card cannot add to an entry"
    case .addNarrow: "the card adds to words of 32 and 64 bits only"
    case .readAdded: "the card cannot read a word that it adds to"
    case .insert: "the card cannot make entries"
    case .insertCompanions: "the card cannot make a record's keys at once"
    case .remove: "the card cannot remove entries"
    case .evictOldest: "exact oldest needs one owner, and the card keeps no order of age"
    case .take: "the card has no allocator"
    case .meter: "the card has no token bucket for a program"
    case .loadArray: "the card cannot read an array"
    case .storeArray: "the card cannot store to an array"
    case .addArray: "the card cannot add to an array"
    case .sketchAdd: "the card cannot keep a sketch"
    case .sketchEstimate: "the card cannot read a whole sketch"
    case .pick: "the card cannot read a Maglev table"
    case .lookupPrefix: "the card has no longest-prefix table"
    case .lookupTernary: "the card has no table with masks and ranges"
    case .expireByField: "the card knows one time-out for a table"
    case .tally: "the card does not count live records"
    case .queue: "the card has no queue of time-outs"
    case .mirror: "the card cannot copy packets"
    case .export: "the card has no channel for records"
    case .moveHead: "the card cannot insert or remove headers"
    case .setLength: "the card cannot change a packet's length"
    case .readPayload: "the card cannot sum or hash a payload"
    case .skipExtensions: "the card cannot walk extension headers"
    case .clock: "the card has no clock"
    case .checksum: "the card cannot adjust checksums"
    case .divide: "the card cannot divide by a value"
    case .forward: "the card cannot send out by another port"
    case .reply: "the card cannot send back"
    case .controlPlane: "the card cannot pass packets to the operating system"
    }
  }
}
