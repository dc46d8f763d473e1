import IR
import Wire

/// Random well-formed programs: a port decides between two handlers, each a chain of accesses to tables, an array, a
/// sketch and a pool, with effects in random order.
struct RandomProgram {
  private(set) var program: Program
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    program = Program(name: "Random\(seed)", ports: ["a", "b"], reasons: ["missing", "full"])
    declare()
    let port = value(.u16)
    let isFirst = value(.bit)
    let zero = value(.u16)
    let entry = reserve("entry")
    program.blocks[entry].instructions = [
      Instruction(result: port, .ingressPort), Instruction(result: zero, .constant(0)),
      Instruction(result: isFirst, .compare(.eq, port, zero)),
    ]
    let first = chain(length: Int.random(in: 1...3, using: &random), port: 1)
    let second = chain(length: Int.random(in: 1...3, using: &random), port: 0)
    program.blocks[entry].terminator = .branch(
      condition: isFirst, then: Target(BlockID(first)), else: Target(BlockID(second)))
  }

  private mutating func declare() {
    let key = [StateField(name: "k", type: .u32)]
    let word = [StateField(name: "n", type: .u32)]
    let record = [StateField(name: "number", type: .u32), StateField(name: "n", type: .u32)]
    let full: FullPolicy = Int.random(in: 0..<5, using: &random) == 0 ? .evictOldest : .fail
    let expiry = Bool.random(using: &random) ? Expiry(nanoseconds: 1_000_000_000, refreshedByLookup: true) : nil
    program.states = [
      State(name: "flows", kind: .map(MapState(key: key, value: record, capacity: 512, expiry: expiry, full: full))),
      State(name: "users", kind: .map(MapState(key: key, value: record, capacity: 256))),
      State(name: "totals", kind: .array(ArrayState(value: word, size: 16, isConfig: false))),
      State(name: "heavy", kind: .sketch(SketchState(key: key, rows: 2, columns: 256))),
    ]
    if Bool.random(using: &random) {
      program.states.append(
        State(
          name: "numbers",
          kind: .pool(PoolState(type: .u32, first: 1, last: 500, releasedWith: PoolTie(state: StateID(0), field: 0)))))
    }
  }

  private mutating func value(_ type: IntType) -> Value {
    program.valueTypes.append(type)
    return Value(program.valueTypes.count - 1)
  }

  private mutating func reserve(_ label: String) -> Int {
    program.blocks.append(Block(label: label, terminator: .finish(.drop(reason: 0))))
    return program.blocks.count - 1
  }

  /// A handler: `length` accesses, then out by a port. Blocks come in topological order as they are reserved on the
  /// way down.
  private mutating func chain(length: Int, port: Int) -> Int {
    let block = reserve("step")
    guard length > 0 else {
      program.blocks[block].terminator = .finish(.forward(port: port))
      return block
    }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: addArray(block)
    case 1: sketch(block)
    default:
      lookup(block, StateID(Int.random(in: 0...1, using: &random)), length, port)
      return block
    }
    let next = chain(length: length - 1, port: port)
    program.blocks[block].terminator = .jump(Target(BlockID(next)))
    return block
  }

  private mutating func key(_ block: Int) -> Value {
    let key = value(.u32)
    program.blocks[block].instructions.append(Instruction(result: key, .packetLength))
    return key
  }

  private mutating func addArray(_ block: Int) {
    let index = key(block)
    let reads = Bool.random(using: &random)
    let result = reads ? value(.u32) : nil
    let operation: Operation =
      reads
      ? .loadArray(StateID(2), index: index, field: 0) : .addArray(StateID(2), index: index, field: 0, index)
    program.blocks[block].instructions.append(Instruction(result: result, operation))
  }

  private mutating func sketch(_ block: Int) {
    let amount = value(.u64)
    program.blocks[block].instructions.append(Instruction(result: amount, .constant(1)))
    let key = key(block)
    program.blocks[block].instructions.append(Instruction(.sketchAdd(StateID(3), key: [key], amount: amount)))
  }

  private mutating func lookup(_ block: Int, _ state: StateID, _ length: Int, _ port: Int) {
    let key = key(block)
    program.entries.append(EntryInstance(name: "e\(program.entries.count)", state: state))
    let entry = EntryID(program.entries.count - 1)
    let hit = reserve("hit")
    use(entry, hit, key)
    let next = chain(length: length - 1, port: port)
    program.blocks[hit].terminator = .jump(Target(BlockID(next)))
    let miss = missed(state, key, port)
    program.blocks[block].terminator = .lookup(
      state, key: [key], entry: entry, hit: Target(BlockID(hit)), miss: Target(BlockID(miss)))
  }

  private mutating func use(_ entry: EntryID, _ block: Int, _ amount: Value) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: program.blocks[block].instructions.append(Instruction(.addEntry(entry, field: 1, amount)))
    case 1: program.blocks[block].instructions.append(Instruction(.storeEntry(entry, field: 1, amount)))
    default:
      let result = value(.u32)
      program.blocks[block].instructions.append(Instruction(result: result, .loadEntry(entry, field: 1)))
    }
  }

  /// Drops, or makes the record, with a number from the pool where there is one.
  private mutating func missed(_ state: StateID, _ key: Value, _ port: Int) -> Int {
    guard Bool.random(using: &random) else { return reserve("missing") }
    guard state.index == 0, program.states.count > 4 else { return insert(state, key, key, port) }
    let taken = value(.u32)
    let take = reserve("take")
    let made = insert(state, key, taken, port)
    let empty = reserve("empty")
    program.blocks[take].terminator = .take(
      StateID(4), result: taken, ok: Target(BlockID(made)), empty: Target(BlockID(empty)))
    return take
  }

  private mutating func insert(_ state: StateID, _ key: Value, _ number: Value, _ port: Int) -> Int {
    let block = reserve("insert")
    let out = reserve("made")
    program.blocks[out].terminator = .finish(.forward(port: port))
    let full = reserve("full")
    program.blocks[full].terminator = .finish(.drop(reason: 1))
    program.blocks[block].terminator = .insert(
      [Insertion(state: state, key: [key], values: [number, key])], ok: Target(BlockID(out)),
      full: Target(BlockID(full)))
    return block
  }
}
