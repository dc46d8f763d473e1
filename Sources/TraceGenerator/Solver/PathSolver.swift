import IR
import Interpreter
import Wire

/// Looks for packets that leave a path at a block by another edge.
///
/// The interpreter still has each value of the path that a packet just took. From the terminator back to the fields it
/// was computed from, each operation is undone with the other operands as they were: what the field would have to be.
/// That is a guess, as the field may have been used on the way there too; the packet is run to see whether it is right.
struct PathSolver {
  let program: Program
  let definitions: Definitions
  let interpreter: Interpreter
  /// The packet as it came in, and its path.
  var packet: [UInt8] = []
  var path: [PathStep] = []
  /// Of config tables, by state index.
  var rows: [[TableRow]]
  /// Bytes that were hashed, by the hash.
  var preimages = Preimages()
  var random: SplitMix64

  /// Ways to one value, at most.
  static let mostWays = 6

  init(_ program: Program, _ interpreter: Interpreter, seed: UInt64) {
    self.program = program
    self.interpreter = interpreter
    definitions = Definitions(program)
    rows = program.states.map { _ in [] }
    random = SplitMix64(seed: seed)
  }

  /// Ways to leave the path's block by this edge.
  mutating func recipes(for edge: Edge) -> [Recipe] {
    let block = program[edge.from]
    switch block.terminator {
    case .branch(let condition, _, _): return solve(condition, edge.index == 0 ? 1 : 0)
    case .switch(let value, let cases, _):
      if edge.index < cases.count { return solve(value, cases[edge.index].match) }
      return otherValues(value, cases.map(\.match))
    case .extract(let header, let offset, _, _): return extract(header, offset, fits: edge.index == 0)
    case .lookup(let state, let key, _, _, _): return lookup(state, key, hits: edge.index == 0)
    case .insert(let insertions, _, _): return insert(insertions, finds: edge.index == 0)
    case .take(let state, _, _, _): return take(state, at: edge.from, finds: edge.index == 0)
    case .dequeue(let state, _, _, _):
      let delay = program[state].queue?.delayNanoseconds ?? 0
      return edge.index == 0 ? [Recipe(wait: delay + 1)] : [Recipe(copies: (program[state].queue?.capacity ?? 0) + 2)]
    case .meter(let entry, let bucket, let amount, _, _): return meter(entry, bucket, amount, conforms: edge.index == 0)
    case .pick(let state, _, _, _, _): return pick(state, finds: edge.index == 0)
    case .jump, .finish: return []
    }
  }

  func known(_ value: Value) -> UInt64 { interpreter.value(value) ?? 0 }

  /// Ways of both, joined: at most `mostWays`.
  mutating func both(_ left: [Recipe], _ right: [Recipe]) -> [Recipe] {
    some(left.flatMap { first in right.map { first.merged(with: $0) } })
  }

  /// The first way and others that are drawn, as another attempt shall try others: at most `mostWays`.
  mutating func some(_ ways: [Recipe]) -> [Recipe] {
    guard ways.count > Self.mostWays else { return ways }
    return [ways[0]] + (1..<Self.mostWays).map { _ in ways[random.below(ways.count)] }
  }

  /// All values at once; none when one of them cannot be had.
  mutating func all(_ wanted: [(Value, UInt64)]) -> [Recipe] {
    var ways = [Recipe.nothing]
    for (value, number) in wanted {
      let next = solve(value, number)
      ways = both(ways, next)
      if ways.isEmpty { return [] }
    }
    return ways
  }

  private mutating func otherValues(_ value: Value, _ taken: [UInt64]) -> [Recipe] {
    let mask = program.type(of: value).mask
    let draws = [0, mask, random.next() & mask, random.next() & mask & 0xff, (taken.max() ?? 0) &+ 1]
    return draws.filter { !taken.contains($0) && $0 <= mask }.flatMap { solve(value, $0).prefix(2) }
  }

  private func extract(_ header: HeaderID, _ offset: Value, fits: Bool) -> [Recipe] {
    let (place, bytes) = (Int(clamping: known(offset)), program[header].bytes)
    guard place + bytes <= Recipe.longest else { return [] }
    return fits
      ? [Recipe(length: place + bytes), Recipe(length: place + bytes + 40)]
      : [Recipe(length: place + bytes - 1), Recipe(length: place)]
  }

  // MARK: Values

  /// Ways to make a value of the path this number.
  mutating func solve(_ value: Value, _ number: UInt64, depth: Int = 0) -> [Recipe] {
    guard number <= program.type(of: value).mask, depth < 24 else { return [] }
    if interpreter.value(value) == number { return [.nothing] }
    switch definitions.values[value] {
    case .parameter(let block): return argument(value, of: block).map { solve($0, number, depth: depth + 1) } ?? []
    case .instruction(let block, let position):
      let operation = program[block].instructions[position].operation
      return some(solve(operation, value, number, block, position, depth + 1))
    case .edge, nil: return []
    }
  }

  /// What the path gave to a block's parameter.
  private func argument(_ parameter: Value, of block: BlockID) -> Value? {
    guard let position = program[block].parameters.firstIndex(of: parameter) else { return nil }
    for step in path {
      let target = program[step.block].terminator.targets[step.edge]
      if target.block == block { return target.arguments[position] }
    }
    return nil
  }

  private mutating func solve(
    _ operation: Operation, _ value: Value, _ number: UInt64, _ block: BlockID, _ position: Int, _ depth: Int
  ) -> [Recipe] {
    switch operation {
    case .binary(let binary, let left, let right): return undo(binary, left, right, value, number, depth)
    case .compare(let comparison, let left, let right):
      return relate(number == 1 ? comparison : comparison.negated, left, right, depth)
    case .select(let condition, let then, let otherwise):
      let (taken, given) = (solve(condition, 1, depth: depth), solve(then, number, depth: depth))
      let (left, other) = (solve(condition, 0, depth: depth), solve(otherwise, number, depth: depth))
      return both(taken, given) + both(left, other)
    case .convert(let source):
      let kept = known(source) & ~program.type(of: value).mask
      return solve(source, kept | number, depth: depth) + (kept == 0 ? [] : solve(source, number, depth: depth))
    case .packetLength: return number <= UInt64(Recipe.longest) ? [Recipe(length: Int(number))] : []
    case .ingressPort: return number < UInt64(program.ports.count) ? [Recipe(port: UInt16(number))] : []
    case .now:
      let passed = number &- interpreter.now
      return number > interpreter.now && passed < 1 << 52 ? [Recipe(wait: passed)] : []
    case .loadField(let header, let field): return load(header, field, number, block, position, depth)
    case .loadEntry(let entry, let field): return entryField(entry, field, number)
    case .loadArray(let state, let index, let field): return element(state, index, field, number, depth)
    case .sketchAdd, .sketchEstimate: return repeated(known(value), number)
    case .tally(let state, _): return tally(state, known(value), number)
    case .skipExtensions(let transport, let offset): return extensions(transport, offset, number, depth)
    case .sumBytes(let offset, let length): return sum(offset, length, known(value), number)
    case .hashBytes(let seed, let offset, let length): return hash(seed, offset, length, number, depth)
    case .constant, .parameter, .hash, .storeField, .adjustChecksum, .bind, .insertBytes,
      .removeBytes, .setLength, .mirror, .export, .storeEntry, .addEntry, .remove, .storeArray, .addArray:
      return []
    }
  }

  /// A field of the packet as it came in; or, where the path stored to it before, what was stored.
  private mutating func load(
    _ header: HeaderID, _ field: Field, _ number: UInt64, _ block: BlockID, _ position: Int, _ depth: Int
  ) -> [Recipe] {
    if let stored = lastStore(header, field, block, position) { return solve(stored, number, depth: depth) }
    let first = interpreter.offset(of: header) * 8 + field.bitOffset
    return [.set(first..<first + field.type.bits, number)]
  }

  private func lastStore(_ header: HeaderID, _ field: Field, _ block: BlockID, _ position: Int) -> Value? {
    var stored: Value?
    for step in path where step.block <= block {
      let instructions = program[step.block].instructions
      for instruction in step.block == block ? instructions.prefix(position) : instructions[...] {
        guard case .storeField(header, field, let value) = instruction.operation else { continue }
        stored = value
      }
    }
    return stored
  }
}
