import IR
import Interpreter

extension PathSolver {
  /// Records that are tried as those a packet could meet.
  private static let mostRecords = 256
  /// Copies of one packet, at most.
  static let mostCopies = 1 << 18

  mutating func lookup(_ state: StateID, _ key: [Value], hits: Bool) -> [Recipe] {
    if program[state].table != nil { return tableLookup(state, key, hits: hits) }
    guard hits else {
      let drawn = key.map { ($0, random.next() & program.type(of: $0).mask) }
      let timeout = program[state].map?.expiry.map(longest) ?? 0
      return drawn.flatMap { solve($0.0, $0.1).prefix(2) } + (timeout == 0 ? [] : [Recipe(wait: timeout + 1)])
    }
    let records = interpreter.oldestRecords(of: state, limit: Self.mostRecords)
    return closest(records.map(\.key), to: key, count: 4).flatMap { all(Array(zip(key, $0))).prefix(2) }
  }

  private func longest(_ expiry: Expiry) -> UInt64 {
    max(expiry.nanoseconds, expiry.byField?.nanoseconds.max() ?? 0)
  }

  /// The keys that have the most fields in common with what the values are, and a few others.
  private mutating func closest(_ keys: [[UInt64]], to values: [Value], count: Int) -> [[UInt64]] {
    guard !keys.isEmpty else { return [] }
    let now = values.map { known($0) }
    let scores = keys.map { key in zip(key, now).count { $0 == $1 } }
    let best = keys.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(count / 2)
    return best.map { keys[$0] } + (0..<count - count / 2).map { _ in keys[random.below(keys.count)] }
  }

  /// A record that holds the number, or a packet more of the same for what counts packets.
  mutating func entryField(_ entry: EntryID, _ field: Int, _ number: UInt64) -> [Recipe] {
    guard let block = definitions.entries[entry],
      case .lookup(let state, let key, _, _, _) = program[block].terminator
    else { return [] }
    if program[state].table != nil { return tableField(state, key, field, number) }
    let records = interpreter.oldestRecords(of: state, limit: Self.mostRecords)
    let holders = records.filter { $0.value.indices.contains(field) && $0.value[field] == number }
    let ways = closest(holders.map(\.key), to: key, count: 4).flatMap { all(Array(zip(key, $0))).prefix(2) }
    guard let now = records.first(where: { $0.key == key.map(known) })?.value[field] else { return ways }
    return ways + repeated(now, number)
  }

  /// For what counts packets or bytes: more of the same packet.
  func repeated(_ now: UInt64, _ wanted: UInt64) -> [Recipe] {
    guard wanted > now else { return [] }
    let copies = Int(clamping: wanted - now)
    let long = Recipe(length: 1400, copies: min(copies / 1400 + 2, 4096))
    return copies <= 4096 ? [Recipe(copies: copies + 1), long] : [long]
  }

  /// Another element that holds the number, or a config table's element that is made to.
  mutating func element(
    _ state: StateID, _ index: Value, _ field: Int, _ number: UInt64, _ depth: Int
  ) -> [Recipe] {
    guard let array = program[state].array else { return [] }
    let position = known(index)
    if array.isConfig {
      var values = interpreter.element(position, of: state)
      guard values.indices.contains(field), number <= array.value[field].type.mask else { return [] }
      values[field] = number
      return [Recipe(changes: [.element(table: program[state].name, index: Int(position), values: values)])]
    }
    let holder = (0..<min(UInt64(array.size), 1024)).first { interpreter.element($0, of: state)[field] == number }
    let now = interpreter.element(position, of: state)
    return (holder.map { solve(index, $0, depth: depth) } ?? [])
      + (now.indices.contains(field) ? repeated(now[field], number) : [])
  }

  // MARK: Room

  mutating func insert(_ insertions: [Insertion], finds: Bool) -> [Recipe] {
    guard let primary = insertions.first else { return [] }
    if let queue = program[primary.state].queue {
      if finds { return [Recipe(wait: queue.delayNanoseconds + 1)] }
      return [Recipe(copies: queue.capacity + 2)] + flood(keysOnPath, records: queue.capacity)
    }
    guard let map = program[primary.state].map else { return [] }
    if finds { return map.expiry.map { [Recipe(wait: longest($0) + 1)] } ?? [] }
    return flood(insertions.map(\.key).joined().map { $0 }, records: map.capacity)
  }

  /// What packets of this path are told apart by.
  private var keysOnPath: [Value] {
    path.flatMap { step -> [Value] in
      switch program[step.block].terminator {
      case .lookup(let state, let key, _, _, _) where program[state].map != nil: return key
      case .insert(let insertions, _, _): return insertions.flatMap(\.key)
      default: return []
      }
    }
  }

  /// An empty pool gets its elements back when records die; it becomes empty when many are made.
  mutating func take(_ state: StateID, at block: BlockID, finds: Bool) -> [Recipe] {
    guard let pool = program[state].pool else { return [] }
    if finds {
      let expiry = pool.releasedWith.flatMap { program[$0.state].map?.expiry }
      return expiry.map { [Recipe(wait: longest($0) + 1)] } ?? []
    }
    let keys = path.filter { $0.block > block }.flatMap { step -> [Value] in
      guard case .insert(let insertions, _, _) = program[step.block].terminator else { return [] }
      return insertions.flatMap(\.key)
    }
    return flood(keys, records: pool.count)
  }

  /// More records with the same part of the key.
  mutating func tally(_ state: StateID, _ now: UInt64, _ wanted: UInt64) -> [Recipe] {
    guard let tally = program[state].tally else { return [] }
    guard wanted > now else {
      let expiry = program[tally.of].map?.expiry
      return wanted == 0 ? expiry.map { [Recipe(wait: longest($0) + 1)] } ?? [] : []
    }
    let keys = path.flatMap { step -> [Value] in
      switch program[step.block].terminator {
      case .lookup(tally.of, let key, _, _, _): return key
      case .insert(let insertions, _, _): return insertions.first { $0.state == tally.of }?.key ?? []
      default: return []
      }
    }
    let others = keys.indices.filter { !tally.fields.contains($0 % max(1, program[tally.of].keyFields.count)) }
    return flood(others.map { keys[$0] }, records: Int(clamping: wanted - now))
  }

  /// Packets that each make a record, as these values are different in each of them.
  private mutating func flood(_ keys: [Value], records: Int) -> [Recipe] {
    guard records <= Self.mostCopies else { return [] }
    var varied: [Range<Int>] = []
    for key in keys {
      for way in solve(key, known(key) ^ 1) {
        for field in way.fields where !varied.contains(field.bits) { varied.append(field.bits) }
      }
    }
    return varied.isEmpty ? [] : [Recipe(copies: records + records / 8 + 16, varied: varied)]
  }

  // MARK: Rates and rings

  func meter(_ entry: EntryID, _ bucket: Int, _ amount: Value, conforms: Bool) -> [Recipe] {
    guard let specs = program[program[entry].state].map?.meters, specs.indices.contains(bucket) else { return [] }
    if conforms { return [Recipe(wait: 1_000_000_000), Recipe(length: 60, wait: 10_000_000_000)] }
    let tokens = specs.reduce(0) { $0 + $1.burst }
    let copies = Int(clamping: tokens / max(1, known(amount))) + 2
    return [Recipe(length: 1400, copies: min(Int(clamping: tokens / 1400) + 2, Self.mostCopies))]
      + (copies <= Self.mostCopies ? [Recipe(copies: copies)] : [])
  }

  func pick(_ state: StateID, finds: Bool) -> [Recipe] {
    guard let ring = program[state].ring, let array = program[ring.backends].array else { return [] }
    let name = program[ring.backends].name
    let rows = (0..<array.size).compactMap { index -> TableChange? in
      var values = interpreter.element(UInt64(index), of: ring.backends)
      guard finds ? index == 0 : values[ring.weightField] != 0 else { return nil }
      values[ring.weightField] = finds ? 1 : 0
      return .element(table: name, index: index, values: values)
    }
    return [Recipe(changes: rows)]
  }

  // MARK: Extension headers

  /// Without extension headers the result is the operands; a fragment header is put there where one is asked for.
  mutating func extensions(_ transport: Value, _ offset: Value, _ number: UInt64, _ depth: Int) -> [Recipe] {
    let next = number >> 16 & 0xff
    guard number >> 24 & 3 != 0 else { return solve(transport, next, depth: depth) }
    let place = Int(clamping: known(offset)) * 8
    let fragment: UInt64 = number >> 25 & 1 == 1 ? 8 : 1
    let header: [Recipe] = [
      Recipe(fields: [
        (place..<place + 8, next == 0 ? 17 : next), (place + 8..<place + 16, 0), (place + 16..<place + 32, fragment),
        (place + 32..<place + 64, number >> 32),
      ])
    ]
    let ways = solve(transport, 44, depth: depth)
    return both(ways, header)
  }
}
