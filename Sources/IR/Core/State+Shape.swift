/// A state's shape, whatever its kind.
extension State {
  /// Fields of the key; none for kinds that have no key.
  public var keyFields: [StateField] {
    switch kind {
    case .map(let map): map.key
    case .sketch(let sketch): sketch.key
    case .table(let table): table.key
    case .tally(let tally): tally.key
    case .pool, .array, .ring, .queue: []
    }
  }

  /// Fields of an entry or element; none for kinds that have none.
  public var valueFields: [StateField] {
    switch kind {
    case .map(let map): map.value
    case .array(let array): array.value
    case .table(let table): table.value
    case .queue(let queue): queue.value
    case .pool, .sketch, .ring, .tally: []
    }
  }

  public var map: MapState? { if case .map(let map) = kind { map } else { nil } }
  public var pool: PoolState? { if case .pool(let pool) = kind { pool } else { nil } }
  public var array: ArrayState? { if case .array(let array) = kind { array } else { nil } }
  public var sketch: SketchState? { if case .sketch(let sketch) = kind { sketch } else { nil } }
  public var ring: RingState? { if case .ring(let ring) = kind { ring } else { nil } }
  public var table: TableState? { if case .table(let table) = kind { table } else { nil } }
  public var queue: QueueState? { if case .queue(let queue) = kind { queue } else { nil } }
  public var tally: TallyState? { if case .tally(let tally) = kind { tally } else { nil } }

  /// The word for its kind, as in the source.
  public var kindName: String {
    switch kind {
    case .map(let map): map.meters.isEmpty ? "map" : "meter"
    case .pool: "pool"
    case .array(let array): array.isConfig ? "config table" : "array"
    case .sketch(let sketch): sketch.cellBits == 64 ? "sketch" : "bloom"
    case .ring: "ring"
    case .table: "config table"
    case .queue: "queue"
    case .tally: "tally"
    }
  }
}
