/// Finds the accesses block by block.
struct AccessCollector {
  private let program: Program
  private let groups: RecordGroups
  /// The key each entry was looked up by.
  private var keys: [EntryID: [Value]] = [:]
  private let used: NumberSet

  init(_ program: Program) {
    self.program = program
    groups = RecordGroups(program)
    var used = NumberSet()
    for block in program.blocks {
      for instruction in block.instructions { used.insert(instruction.operation.operands) }
      used.insert(block.terminator.operands)
      for target in block.terminator.targets { used.insert(target.arguments) }
      if case .lookup(_, let key, let entry, _, _) = block.terminator { keys[entry] = key }
    }
    self.used = used
  }

  mutating func accesses(in id: BlockID) -> [StateAccess] {
    let block = program[id]
    var result: [StateAccess] = []
    for (index, instruction) in block.instructions.enumerated() {
      result += accesses(of: instruction).map { access in
        StateAccess(
          state: access.state, kind: access.kind, block: id, instruction: index, edge: nil, key: access.key,
          span: instruction.span)
      }
    }
    return result
      + accesses(of: block.terminator).map { access in
        StateAccess(
          state: access.state, kind: access.kind, block: id, instruction: nil, edge: access.edge, key: access.key,
          span: block.terminatorSpan)
      }
  }

  private typealias Found = (state: StateID, kind: AccessKind, key: [Value])

  private func accesses(of instruction: Instruction) -> [Found] {
    switch instruction.operation {
    case .loadEntry(let entry, _): [found(entry, .read)]
    case .storeEntry(let entry, _, _): [found(entry, .store)]
    case .addEntry(let entry, _, _): [found(entry, .add)]
    case .remove(let entry): removals(entry)
    case .loadArray(let state, let index, _): [(state, .read, [index])]
    case .storeArray(let state, let index, _, _): [(state, .store, [index])]
    case .addArray(let state, let index, _, _): [(state, .add, [index])]
    case .sketchAdd(let state, let key, _):
      instruction.result.map { used.contains($0) } ?? false
        ? [(state, .count, key), (state, .estimate, key)] : [(state, .count, key)]
    case .sketchEstimate(let state, let key): [(state, .estimate, key)]
    case .tally(let state, let key): [(state, .tally, key)]
    case .constant, .parameter, .binary, .compare, .select, .convert, .hash, .packetLength, .ingressPort, .now,
      .loadField, .storeField, .adjustChecksum, .bind, .insertBytes, .removeBytes, .setLength, .sumBytes, .hashBytes,
      .skipExtensions, .mirror, .export:
      []
    }
  }

  private func found(_ entry: EntryID, _ kind: AccessKind) -> Found {
    (program[entry].state, kind, keys[entry] ?? [])
  }

  /// The record goes with all its keys; its elements return to their pools.
  private func removals(_ entry: EntryID) -> [Found] {
    let state = program[entry].state
    guard let group = groups.group(of: state) else { return [] }
    return group.members.map { ($0, .remove, $0 == state ? keys[entry] ?? [] : []) }
      + group.pools.map { ($0, .remove, []) } + group.tallies.map { ($0, .remove, []) }
  }

  private func tallies(of insertion: Insertion?) -> [StateID] {
    insertion.flatMap { groups.group(of: $0.state) }?.tallies ?? []
  }

  private func accesses(
    of terminator: Terminator
  ) -> [(state: StateID, kind: AccessKind, key: [Value], edge: Int?)] {
    switch terminator {
    case .lookup(let state, let key, _, _, _): [(state, .find, key, nil)]
    case .insert(let insertions, _, _):
      insertions.map { ($0.state, .insert, $0.key, 0) } + tallies(of: insertions.first).map { ($0, .insert, [], 0) }
    case .dequeue(let state, _, _, _): [(state, .take, [], 0)]
    case .take(let state, _, _, _): [(state, .take, [], 0)]
    case .meter(let entry, _, _, _, _): [(program[entry].state, .charge, keys[entry] ?? [], nil)]
    case .pick(let state, let hash, _, _, _): [(state, .pick, [hash], nil)]
    case .jump, .branch, .switch, .extract, .finish: []
    }
  }
}
