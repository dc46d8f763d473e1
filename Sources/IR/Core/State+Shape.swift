/// A state's shape, whatever its kind.
extension State {
  /// Fields of the key; none for kinds that have no key.
  public var keyFields: [StateField] {
    switch kind {
    case .map(let map): map.key
    case .sketch(let sketch): sketch.key
    case .pool, .array, .ring: []
    }
  }

  /// Fields of an entry or element; none for kinds that have none.
  public var valueFields: [StateField] {
    switch kind {
    case .map(let map): map.value
    case .array(let array): array.value
    case .pool, .sketch, .ring: []
    }
  }

  public var map: MapState? { if case .map(let map) = kind { map } else { nil } }
  public var pool: PoolState? { if case .pool(let pool) = kind { pool } else { nil } }
  public var array: ArrayState? { if case .array(let array) = kind { array } else { nil } }
  public var sketch: SketchState? { if case .sketch(let sketch) = kind { sketch } else { nil } }
  public var ring: RingState? { if case .ring(let ring) = kind { ring } else { nil } }

  /// The word for its kind, as in the source.
  public var kindName: String {
    switch kind {
    case .map(let map): map.meter == nil ? "map" : "meter"
    case .pool: "pool"
    case .array(let array): array.isConfig ? "config table" : "array"
    case .sketch: "sketch"
    case .ring: "ring"
    }
  }
}
