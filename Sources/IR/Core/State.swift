import Diagnostics

/// A declared state of a program.
public struct State: Hashable, Sendable {
  public var name: String
  public var kind: StateKind
  /// True where the author allows other sites to see an update late (`consistency eventual`).
  public var eventualNanoseconds: UInt64?
  public var span: SourceSpan?

  public init(name: String, kind: StateKind, eventualNanoseconds: UInt64? = nil, span: SourceSpan? = nil) {
    self.name = name
    self.kind = kind
    self.eventualNanoseconds = eventualNanoseconds
    self.span = span
  }
}

public enum StateKind: Hashable, Sendable {
  case map(MapState)
  case pool(PoolState)
  case array(ArrayState)
  case sketch(SketchState)
  case ring(RingState)
  case table(TableState)
  case queue(QueueState)
  case tally(TallyState)
}

/// A named integer of a key or a value. Stored in host byte order, natural alignment, padding zero.
public struct StateField: Hashable, Sendable {
  public var name: String
  public var type: IntType
  public init(name: String, type: IntType) {
    self.name = name
    self.type = type
  }
}

/// An exact-match table. A primary map owns the records of its group; a companion map is a second key (and value) of
/// the primary's records: one record, one life, one owner.
public struct MapState: Hashable, Sendable {
  public var key: [StateField]
  public var value: [StateField]
  /// Records, at most. A companion has its primary's capacity.
  public var capacity: Int
  public var expiry: Expiry?
  public var full: FullPolicy
  /// The primary whose records this map is a second key of; nil for a primary.
  public var companionOf: StateID?
  /// The token buckets of each entry; `value` is then `[tokens: u64, updated: u64]` for the first, `[tokens1, updated1]` for
  /// the next, and so on.
  public var meters: [MeterSpec]

  public init(
    key: [StateField], value: [StateField], capacity: Int, expiry: Expiry? = nil, full: FullPolicy = .fail,
    companionOf: StateID? = nil, meters: [MeterSpec] = []
  ) {
    self.key = key
    self.value = value
    self.capacity = capacity
    self.expiry = expiry
    self.full = full
    self.companionOf = companionOf
    self.meters = meters
  }
}

extension MapState {
  /// The value of an entry with that many token buckets.
  public static func bucketFields(_ buckets: Int) -> [StateField] {
    (0..<buckets).flatMap { index in
      ["tokens", "updated"].map { StateField(name: index == 0 ? $0 : "\($0)\(index)", type: .u64) }
    }
  }
}

/// A record dies when this long has passed since it was last touched.
public struct Expiry: Hashable, Sendable {
  public var nanoseconds: UInt64
  /// True: a hit of a lookup on any map of the group touches the record. False: only `insert` does.
  public var refreshedByLookup: Bool
  /// Set when the time depends on what the record holds.
  public var byField: TimeoutTable?
  public init(nanoseconds: UInt64, refreshedByLookup: Bool, byField: TimeoutTable? = nil) {
    self.nanoseconds = nanoseconds
    self.refreshedByLookup = refreshedByLookup
    self.byField = byField
  }

  /// The time-out of a record whose deciding field holds `number`; see `TimeoutTable`.
  public func timeout(for number: UInt64) -> UInt64 {
    guard let times = byField?.nanoseconds, number < UInt64(times.count) else { return nanoseconds }
    return times[Int(number)]
  }
}

/// Time-outs by a value field of the primary map: a record's is `nanoseconds[field's value]`, and the expiry's own past the
/// list's end. It changes with the field; the time of the last touch does not. Records die in order of their deadlines, and of several
/// that have the same the one touched longest ago first.
public struct TimeoutTable: Hashable, Sendable {
  public var field: Int
  public var nanoseconds: [UInt64]
  public init(field: Int, nanoseconds: [UInt64]) {
    self.field = field
    self.nanoseconds = nanoseconds
  }
}

public enum FullPolicy: Hashable, Sendable {
  /// `insert` takes its `full` edge.
  case fail
  /// `insert` removes the record touched longest ago.
  case evictOldest
  /// As `evictOldest` when `mix64(seed: 3, primary key, then now) % oneIn == 0`, else as `fail`.
  case evictSometimes(oneIn: UInt64)

  /// Whether a full table may give up a record.
  public var evicts: Bool { self != .fail }
}

/// A token bucket, in fixed point: `tokens` counts units of 2^-20 token, time passes in ticks of 2^10 ns.
///
/// A charge of `amount` at `now`: `passed = (now - updated) >> 10` ticks (0 if the clock went back);
/// `tokens = min(burst << 20, tokens + min(passed, 2^31) * unitsPerTick)`; `updated += passed << 10`; it conforms when
/// `tokens >= amount << 20`, which is then taken. A new bucket has `tokens = burst << 20`, `updated = now`.
/// Unsigned 64-bit arithmetic; `rate`, `burst` and `amount` are below 2^32, so nothing overflows.
///
/// With `overflowsInto`, what the refill has above `burst << 20` is added to that bucket's tokens, up to its own burst (RFC 2697).
public struct MeterSpec: Hashable, Sendable {
  /// Tokens per second.
  public var rate: UInt64
  /// Tokens, at most.
  public var burst: UInt64

  /// A later bucket of the same entry, whose rate is 0.
  public var overflowsInto: Int?

  public init(rate: UInt64, burst: UInt64, overflowsInto: Int? = nil) {
    self.rate = rate
    self.burst = burst
    self.overflowsInto = overflowsInto
  }

  public static let fractionBits: UInt64 = 20
  public static let tickBits: UInt64 = 10
  public static let mostTicks: UInt64 = 1 << 31
  /// `rate * 2^20 * 2^10 / 10^9`, rounded down: 0.1 % below the rate at most from 1 kHz up.
  public var unitsPerTick: UInt64 { (rate << 30) / 1_000_000_000 }
  /// A full bucket, in units.
  public var fullBucket: UInt64 { burst << Self.fractionBits }
}

/// A pool of numbers that programs take from; released with the record that holds one.
public struct PoolState: Hashable, Sendable {
  public var type: IntType
  /// The elements: `first ... last`.
  public var first: UInt64
  public var last: UInt64
  /// The primary map whose records give elements back when they die, and the value field that holds the element.
  public var releasedWith: PoolTie?
  public init(type: IntType, first: UInt64, last: UInt64, releasedWith: PoolTie? = nil) {
    self.type = type
    self.first = first
    self.last = last
    self.releasedWith = releasedWith
  }
  /// Elements; 0 when the range is empty.
  public var count: Int { last < first ? 0 : Int(clamping: min(last - first, UInt64(Int.max) - 1) + 1) }
}

public struct PoolTie: Hashable, Sendable {
  public var state: StateID
  public var field: Int
  public init(state: StateID, field: Int) {
    self.state = state
    self.field = field
  }
}

/// A fixed number of elements, each with the same fields.
public struct ArrayState: Hashable, Sendable {
  public var value: [StateField]
  public var size: Int
  /// True for a `config table`: the operator writes it, programs only read.
  public var isConfig: Bool
  public init(value: [StateField], size: Int, isConfig: Bool) {
    self.value = value
    self.size = size
    self.isConfig = isConfig
  }
}

/// A count-min sketch: `rows` × `columns` (a power of two) counters of 64 bits, or of 8 bits that stop at 255 (a Bloom filter with its
/// bits in `rows` parts). Row r's column for a key is `mix64(seed: r + 1, key) & (columns - 1)`.
public struct SketchState: Hashable, Sendable {
  public var key: [StateField]
  public var rows: Int
  public var columns: Int
  /// 64, or 8.
  public var cellBits: Int
  public init(key: [StateField], rows: Int, columns: Int, cellBits: Int = 64) {
    self.key = key
    self.rows = rows
    self.columns = columns
    self.cellBits = cellBits
  }
}

/// A Maglev lookup table of `size` (a prime) slots over the elements of a config array whose `weightField` is not 0.
public struct RingState: Hashable, Sendable {
  public var size: Int
  public var backends: StateID
  public var weightField: Int
  public init(size: Int, backends: StateID, weightField: Int) {
    self.size = size
    self.backends = backends
    self.weightField = weightField
  }

  /// True of a number of slots that a ring can have.
  public static func isPrime(_ number: Int) -> Bool {
    guard number >= 2 else { return false }
    var divisor = 2
    while divisor * divisor <= number {
      if number % divisor == 0 { return false }
      divisor += 1
    }
    return true
  }
}
