/// The classes of work that a device file prices, one number or curve each. The names are those of device files.
public enum OperationClass: String, Hashable, Sendable, CaseIterable {
  /// One integer operation on registers.
  case alu
  /// One conditional branch with its test.
  case branch
  /// Reading and writing a packet field, byte order included.
  case loadField = "load_field"
  case storeField = "store_field"
  /// The same with fields of more than 32 bits.
  case loadWide = "load_wide"
  case storeWide = "store_wide"
  /// One incremental update of an Internet checksum.
  case checksum
  /// Adding one 32-bit word of the packet to a sum, its place known beforehand.
  case sumWord = "sum_word"
  /// Adding one 16-bit word of a range whose length the packet says.
  case sumStep = "sum_step"
  /// Inserting or removing bytes before the payload.
  case moveHead = "move_head"
  /// Mixing one word into a hash.
  case mix
  /// Reading the clock; once per packet at most.
  case clock
  /// Reading, writing and adding to a word of an entry that was found.
  case loadEntry = "load_entry"
  case storeEntry = "store_entry"
  case addEntry = "add_entry"
  /// Exact-match table, by entries in use.
  case hashHit = "hash_hit"
  case hashMiss = "hash_miss"
  case hashInsert = "hash_insert"
  case hashRemove = "hash_remove"
  /// Writing the time of last use.
  case touch
  /// Reading who owns a record, by records; only of split tables on the NIC side.
  case ownerCheck = "owner_check"
  /// Elements of arrays, by size.
  case loadArray = "load_array"
  case storeArray = "store_array"
  case addArray = "add_array"
  /// One row of a sketch, by columns.
  case sketchRow = "sketch_row"
  case take
  case meter
  /// Reading a Maglev table, by slots.
  case pick

  /// True for those given as a curve over a size.
  public var isCurve: Bool {
    switch self {
    case .hashHit, .hashMiss, .hashInsert, .hashRemove, .ownerCheck, .loadArray, .storeArray, .addArray, .sketchRow,
      .pick:
      true
    default: false
    }
  }

  /// What a site must be capable of for the price to be needed; nil: every site needs it.
  public var capability: Capability? {
    switch self {
    case .alu, .branch, .loadField, .storeField, .loadWide, .storeWide, .mix: nil
    case .checksum, .sumWord: .checksum
    case .sumStep: .readPayload
    case .moveHead: .moveHead
    case .clock: .clock
    case .loadEntry: .loadEntry
    case .storeEntry: .storeEntry
    case .addEntry: .addEntry
    case .hashHit, .hashMiss: .lookup
    case .touch: .lookup
    case .ownerCheck: .lookup
    case .hashInsert: .insert
    case .hashRemove: .remove
    case .loadArray: .loadArray
    case .storeArray: .storeArray
    case .addArray: .addArray
    case .sketchRow: .sketchAdd
    case .take: .take
    case .meter: .meter
    case .pick: .pick
    }
  }
}
