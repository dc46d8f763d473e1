/// New numbers for what a program names, so that its blocks can stand behind those of another program.
public struct Relocation {
  private let values: Int
  private let blocks: Int
  private let headers: Int
  private let entries: Int
  private let parameters: Int
  private let streams: Int
  private let states: (StateID) -> StateID
  /// By the reason's own index.
  public var reasons: [Int] = []

  /// Numbers that follow those of `program`; its states are numbered by `states`.
  public init(behind program: Program, states: @escaping (StateID) -> StateID) {
    values = program.valueTypes.count
    blocks = program.blocks.count
    headers = program.headers.count
    entries = program.entries.count
    parameters = program.parameters.count
    streams = program.streams.count
    self.states = states
  }

  public func state(_ state: StateID) -> StateID { states(state) }
  func value(_ value: Value) -> Value { Value(value.id + values) }
  func header(_ header: HeaderID) -> HeaderID { HeaderID(header.index + headers) }
  func entry(_ entry: EntryID) -> EntryID { EntryID(entry.index + entries) }
  func target(_ target: Target) -> Target { Target(BlockID(target.block.index + blocks), target.arguments) }
  func parameter(_ index: Int) -> Int { index + parameters }
  func stream(_ index: Int) -> Int { index + streams }
  func reason(_ index: Int) -> Int { reasons.indices.contains(index) ? reasons[index] : index }
}

extension Block {
  public func relocated(by relocation: Relocation) -> Block {
    var block = self
    block.parameters = parameters.map(relocation.value)
    block.instructions = instructions.map { instruction in
      Instruction(
        result: instruction.result.map(relocation.value), instruction.operation.relocated(by: relocation),
        span: instruction.span)
    }
    block.terminator = terminator.relocated(by: relocation)
    return block
  }
}

extension Operation {
  fileprivate func relocated(by to: Relocation) -> Operation {
    switch mappingOperands(to.value) {
    case .parameter(let index): .parameter(to.parameter(index))
    case .loadField(let header, let field): .loadField(to.header(header), field)
    case .storeField(let header, let field, let value): .storeField(to.header(header), field, value)
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      .adjustChecksum(to.header(header), field, old: old, new: new, udpZeroRule: rule)
    case .bind(let header, let offset): .bind(to.header(header), offset: offset)
    case .export(let stream, let values): .export(stream: to.stream(stream), values)
    case .loadEntry(let entry, let field): .loadEntry(to.entry(entry), field: field)
    case .storeEntry(let entry, let field, let value): .storeEntry(to.entry(entry), field: field, value)
    case .addEntry(let entry, let field, let value): .addEntry(to.entry(entry), field: field, value)
    case .remove(let entry): .remove(to.entry(entry))
    case .loadArray(let state, let index, let field): .loadArray(to.state(state), index: index, field: field)
    case .storeArray(let state, let index, let field, let value):
      .storeArray(to.state(state), index: index, field: field, value)
    case .addArray(let state, let index, let field, let value):
      .addArray(to.state(state), index: index, field: field, value)
    case .sketchAdd(let state, let key, let amount): .sketchAdd(to.state(state), key: key, amount: amount)
    case .sketchEstimate(let state, let key): .sketchEstimate(to.state(state), key: key)
    case .tally(let state, let key): .tally(to.state(state), key: key)
    case let other: other
    }
  }
}

extension Terminator {
  fileprivate func relocated(by to: Relocation) -> Terminator {
    switch mappingOperands(to.value).mappingTargets(to.target) {
    case .extract(let header, let offset, let ok, let short):
      .extract(to.header(header), offset: offset, ok: ok, short: short)
    case .lookup(let state, let key, let entry, let hit, let miss):
      .lookup(to.state(state), key: key, entry: to.entry(entry), hit: hit, miss: miss)
    case .insert(let insertions, let ok, let full):
      .insert(
        insertions.map { Insertion(state: to.state($0.state), key: $0.key, values: $0.values) }, ok: ok, full: full)
    case .take(let state, let result, let ok, let empty):
      .take(to.state(state), result: to.value(result), ok: ok, empty: empty)
    case .dequeue(let state, let entry, let ok, let empty):
      .dequeue(to.state(state), entry: to.entry(entry), ok: ok, empty: empty)
    case .meter(let entry, let bucket, let amount, let conform, let exceed):
      .meter(to.entry(entry), bucket: bucket, amount: amount, conform: conform, exceed: exceed)
    case .pick(let state, let hash, let result, let ok, let empty):
      .pick(to.state(state), hash: hash, result: to.value(result), ok: ok, empty: empty)
    case .finish(.drop(let reason)): .finish(.drop(reason: to.reason(reason)))
    case let other: other
    }
  }
}

extension State {
  public func relocated(by to: Relocation) -> State {
    var state = self
    switch kind {
    case .map(var map):
      map.companionOf = map.companionOf.map(to.state)
      state.kind = .map(map)
    case .pool(var pool):
      pool.releasedWith = pool.releasedWith.map { PoolTie(state: to.state($0.state), field: $0.field) }
      state.kind = .pool(pool)
    case .ring(var ring):
      ring.backends = to.state(ring.backends)
      state.kind = .ring(ring)
    case .tally(var tally):
      tally.of = to.state(tally.of)
      state.kind = .tally(tally)
    case .array, .sketch, .table, .queue: break
    }
    return state
  }
}
