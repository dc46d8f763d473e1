/// What terminators read and bind, as data.
extension Terminator {
  /// The values it reads itself, in order; the arguments of its edges are not among them.
  public var operands: [Value] {
    switch self {
    case .jump, .take, .dequeue, .finish: []
    case .branch(let condition, _, _): [condition]
    case .switch(let value, _, _): [value]
    case .extract(_, let offset, _, _): [offset]
    case .lookup(_, let key, _, _, _): key
    case .insert(let insertions, _, _): insertions.flatMap { $0.key + $0.values }
    case .meter(_, _, let amount, _, _): [amount]
    case .pick(_, let hash, _, _, _): [hash]
    }
  }

  /// The value that edge 0 defines: a `take`'s element, a `pick`'s backend.
  public var result: Value? {
    switch self {
    case .take(_, let result, _, _), .pick(_, _, let result, _, _): result
    default: nil
    }
  }

  /// The header that edge 0 binds.
  public var boundHeader: HeaderID? {
    if case .extract(let header, _, _, _) = self { header } else { nil }
  }

  /// The entry that edge 0 binds.
  public var boundEntry: EntryID? {
    switch self {
    case .lookup(_, _, let entry, _, _), .dequeue(_, let entry, _, _): entry
    default: nil
    }
  }

  /// The entry it reads: a `meter`'s bucket.
  public var entry: EntryID? {
    if case .meter(let entry, _, _, _, _) = self { entry } else { nil }
  }

  /// Names of the edges, in the order of `targets`; a switch's cases are their numbers.
  public var edgeNames: [String] {
    switch self {
    case .jump: ["next"]
    case .branch: ["then", "else"]
    case .switch(_, let cases, _): cases.map { String($0.match) } + ["else"]
    case .extract: ["ok", "short"]
    case .lookup: ["hit", "miss"]
    case .insert: ["ok", "full"]
    case .take, .pick, .dequeue: ["ok", "empty"]
    case .meter: ["conform", "exceed"]
    case .finish: []
    }
  }

  /// The same terminator with each edge replaced, in the order of `targets`.
  public func mappingTargets(_ map: (Target) -> Target) -> Terminator {
    switch self {
    case .jump(let target): .jump(map(target))
    case .branch(let condition, let then, let otherwise):
      .branch(condition: condition, then: map(then), else: map(otherwise))
    case .switch(let value, let cases, let otherwise):
      .switch(value, cases: cases.map { SwitchCase($0.match, map($0.target)) }, default: map(otherwise))
    case .extract(let header, let offset, let ok, let short):
      .extract(header, offset: offset, ok: map(ok), short: map(short))
    case .lookup(let state, let key, let entry, let hit, let miss):
      .lookup(state, key: key, entry: entry, hit: map(hit), miss: map(miss))
    case .insert(let insertions, let ok, let full): .insert(insertions, ok: map(ok), full: map(full))
    case .take(let state, let result, let ok, let empty):
      .take(state, result: result, ok: map(ok), empty: map(empty))
    case .dequeue(let state, let entry, let ok, let empty):
      .dequeue(state, entry: entry, ok: map(ok), empty: map(empty))
    case .meter(let entry, let bucket, let amount, let conform, let exceed):
      .meter(entry, bucket: bucket, amount: amount, conform: map(conform), exceed: map(exceed))
    case .pick(let state, let hash, let result, let ok, let empty):
      .pick(state, hash: hash, result: result, ok: map(ok), empty: map(empty))
    case .finish: self
    }
  }

  /// The same terminator with each value it reads replaced, those of its edges' arguments too.
  public func mappingOperands(_ map: (Value) -> Value) -> Terminator {
    let mapped: Terminator =
      switch self {
      case .branch(let condition, let then, let otherwise):
        .branch(condition: map(condition), then: then, else: otherwise)
      case .switch(let value, let cases, let otherwise): .switch(map(value), cases: cases, default: otherwise)
      case .extract(let header, let offset, let ok, let short):
        .extract(header, offset: map(offset), ok: ok, short: short)
      case .lookup(let state, let key, let entry, let hit, let miss):
        .lookup(state, key: key.map(map), entry: entry, hit: hit, miss: miss)
      case .insert(let insertions, let ok, let full):
        .insert(insertions.map { $0.mappingOperands(map) }, ok: ok, full: full)
      case .meter(let entry, let bucket, let amount, let conform, let exceed):
        .meter(entry, bucket: bucket, amount: map(amount), conform: conform, exceed: exceed)
      case .pick(let state, let hash, let result, let ok, let empty):
        .pick(state, hash: map(hash), result: result, ok: ok, empty: empty)
      case .jump, .take, .dequeue, .finish: self
      }
    return mapped.mappingTargets { Target($0.block, $0.arguments.map(map)) }
  }
}

extension Insertion {
  func mappingOperands(_ map: (Value) -> Value) -> Insertion {
    Insertion(state: state, key: key.map(map), values: values.map(map))
  }
}

extension Terminator {
  /// The states it names; for a `meter`'s see `entry`.
  public var states: [StateID] {
    switch self {
    case .lookup(let state, _, _, _, _), .take(let state, _, _, _), .pick(let state, _, _, _, _),
      .dequeue(let state, _, _, _):
      [state]
    case .insert(let insertions, _, _): insertions.map(\.state)
    case .jump, .branch, .switch, .extract, .meter, .finish: []
    }
  }
}
