extension ProgramLayout {
  /// An exact-match table: a primary, or a companion that is a second key of its primary's records.
  public struct Map: Codable, Hashable, Sendable {
    public var name: String
    /// Index among the program's states.
    public var state: Int
    /// The primary's name; its own for a primary.
    public var group: String
    public var key: StructLayout
    public var value: StructLayout
    public var capacity: Int
    /// Nanoseconds after its last touch that a record dies; 0: never.
    public var timeout: UInt64
    /// A lookup's hit touches the record.
    public var refreshedByLookup: Bool
    /// Time-outs that depend on what the record holds; `timeout` is for what is not listed.
    public var timeouts: Timeouts?
    /// The token buckets of an entry; `value` is then `tokens`, `updated` for each.
    public var meters: [Meter]
    public var mode: PlacementMode
    /// Entries the NIC half's map can hold; 0 on the host.
    public var entriesOnNIC: Int
    public var nicWrites: NICWrites
    /// Value fields that the NIC half adds to while `nicWrites` is `.adds`: such a field's value is the host's plus
    /// the NIC's. A record that moves to the NIC starts there with zero in them.
    public var addedFields: [Int]

    public init(
      name: String, state: Int, group: String, key: StructLayout, value: StructLayout, capacity: Int, timeout: UInt64,
      refreshedByLookup: Bool, timeouts: Timeouts? = nil, meters: [Meter] = [], mode: PlacementMode, entriesOnNIC: Int, nicWrites: NICWrites,
      addedFields: [Int]
    ) {
      self.name = name
      self.state = state
      self.group = group
      self.key = key
      self.value = value
      self.capacity = capacity
      self.timeout = timeout
      self.refreshedByLookup = refreshedByLookup
      self.timeouts = timeouts
      self.meters = meters
      self.mode = mode
      self.entriesOnNIC = entriesOnNIC
      self.nicWrites = nicWrites
      self.addedFields = addedFields
    }

    public var isPrimary: Bool { group == name }
  }

  /// What the NIC half does to the values of the records of a map's group; the raw values are those of `CORA_NIC_…`.
  public enum NICWrites: Int, Codable, Hashable, Sendable {
    case reads = 0
    /// It only adds, to fields that it never reads.
    case adds = 1
    case stores = 2
  }

  /// Tokens per second, and tokens at most.
  public struct Meter: Codable, Hashable, Sendable {
    public var rate: UInt64
    public var burst: UInt64
    /// The bucket that gets what this one has no room for.
    public var overflowsInto: Int?
    public init(rate: UInt64, burst: UInt64, overflowsInto: Int? = nil) {
      self.rate = rate
      self.burst = burst
      self.overflowsInto = overflowsInto
    }
  }

  /// A record's time-out is `nanoseconds[value of that field of the primary]`, where the list has it.
  public struct Timeouts: Codable, Hashable, Sendable {
    public var field: Int
    public var nanoseconds: [UInt64]
    public init(field: Int, nanoseconds: [UInt64]) {
      self.field = field
      self.nanoseconds = nanoseconds
    }
  }

  /// A pool of the numbers `first ... last`.
  public struct Pool: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var first: UInt64
    public var last: UInt64
    public init(name: String, state: Int, first: UInt64, last: UInt64) {
      self.name = name
      self.state = state
      self.first = first
      self.last = last
    }
  }

  /// `size` elements of one struct.
  public struct Array: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var element: StructLayout
    public var size: Int
    /// The operator writes it, programs only read.
    public var isConfig: Bool
    public var mode: PlacementMode
    public init(name: String, state: Int, element: StructLayout, size: Int, isConfig: Bool, mode: PlacementMode) {
      self.name = name
      self.state = state
      self.element = element
      self.size = size
      self.isConfig = isConfig
      self.mode = mode
    }
  }

  /// A count-min sketch or a Bloom filter of `rows` × `columns` counters of 64 or 8 bits.
  public struct Sketch: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var rows: Int
    public var columns: Int
    public var cellBits: Int
    public var mode: PlacementMode
    public init(name: String, state: Int, rows: Int, columns: Int, cellBits: Int = 64, mode: PlacementMode) {
      self.name = name
      self.state = state
      self.rows = rows
      self.columns = columns
      self.cellBits = cellBits
      self.mode = mode
    }
  }

  /// A Maglev table of `size` slots over the elements of the config array `backends` with a non-zero weight field.
  public struct Ring: Codable, Hashable, Sendable {
    public var name: String
    public var state: Int
    public var size: Int
    /// The config array's name.
    public var backends: String
    /// Position of the weight among the array's fields.
    public var weightField: Int
    public var mode: PlacementMode
    public init(name: String, state: Int, size: Int, backends: String, weightField: Int, mode: PlacementMode) {
      self.name = name
      self.state = state
      self.size = size
      self.backends = backends
      self.weightField = weightField
      self.mode = mode
    }
  }
}
