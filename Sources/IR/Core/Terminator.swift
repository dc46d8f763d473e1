/// How a block ends.
public enum Terminator: Hashable, Sendable {
  case jump(Target)
  /// `condition` is a bit.
  case branch(condition: Value, then: Target, else: Target)
  case `switch`(Value, cases: [SwitchCase], default: Target)
  /// Binds a header at byte `offset` (u32, from the packet's first byte) when all its bytes are in the packet.
  case extract(HeaderID, offset: Value, ok: Target, short: Target)
  /// Finds a live entry of a map, or the row of a config table that matches. On `hit` the handle is bound, and the record's idle time starts again if the state says
  /// so. An entry is live while `now - lastSeen < timeout`; an expired one is a miss. Rows of tables do not expire.
  case lookup(StateID, key: [Value], entry: EntryID, hit: Target, miss: Target)
  /// Makes one record: first the primary map's key and value, then those of its companions. A record that already
  /// holds one of the keys is removed first. `full` is taken, and nothing changes, when the capacity is reached
  /// (expired records do not count) and the policy does not evict. In a queue, which has no key, it appends an element.
  case insert([Insertion], ok: Target, full: Target)
  /// Takes the pool's next free element, in the order they were released (first: ascending).
  case take(StateID, result: Value, ok: Target, empty: Target)
  /// Takes a queue's oldest element when it is due and binds a copy of it, which is only read.
  case dequeue(StateID, entry: EntryID, ok: Target, empty: Target)
  /// Charges `amount` (u64) tokens to a bucket of the entry of a `meter` state, having refilled it for the time passed.
  case meter(EntryID, bucket: Int, amount: Value, conform: Target, exceed: Target)
  /// Reads the Maglev table at `hash mod size` (hash is u64): `result` is the backend's index, u32. `empty` when no
  /// backend is configured.
  case pick(StateID, hash: Value, result: Value, ok: Target, empty: Target)
  case finish(Verdict)
}

/// An edge: the block and the values for its parameters.
public struct Target: Hashable, Sendable {
  public var block: BlockID
  public var arguments: [Value]

  public init(_ block: BlockID, _ arguments: [Value] = []) {
    self.block = block
    self.arguments = arguments
  }
}

public struct SwitchCase: Hashable, Sendable {
  public var match: UInt64
  public var target: Target
  public init(_ match: UInt64, _ target: Target) {
    self.match = match
    self.target = target
  }
}

/// A key and its value for one map of a record that `insert` makes.
public struct Insertion: Hashable, Sendable {
  public var state: StateID
  public var key: [Value]
  public var values: [Value]
  public init(state: StateID, key: [Value], values: [Value]) {
    self.state = state
    self.key = key
    self.values = values
  }
}

public enum Verdict: Hashable, Sendable {
  /// Out by the port of this index.
  case forward(port: Int)
  /// Out by the port it came in by.
  case reply
  /// Reason index.
  case drop(reason: Int)
  /// To the operating system of the host, as it is now.
  case toControlPlane
}

extension Terminator {
  /// The edges, in a fixed order: `ok`/`hit`/`then` first. Path numbers and edge names rest on this order.
  public var targets: [Target] {
    switch self {
    case .jump(let target): [target]
    case .branch(_, let then, let otherwise): [then, otherwise]
    case .switch(_, let cases, let otherwise): cases.map(\.target) + [otherwise]
    case .extract(_, _, let ok, let short): [ok, short]
    case .lookup(_, _, _, let hit, let miss): [hit, miss]
    case .insert(_, let ok, let full): [ok, full]
    case .take(_, _, let ok, let empty): [ok, empty]
    case .dequeue(_, _, let ok, let empty): [ok, empty]
    case .meter(_, _, _, let conform, let exceed): [conform, exceed]
    case .pick(_, _, _, let ok, let empty): [ok, empty]
    case .finish: []
    }
  }
}
