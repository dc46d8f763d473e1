import IR

/// The work of one block, by class of operation, apart from any site's prices.
struct BlockWork {
  /// Operations whose price does not depend on a state: a count per class.
  var fixed: [OperationClass: Double] = [:]
  /// Operations on states.
  var accesses: [Access] = []
  var readsClock = false
  /// IR operations, for limits on code size.
  var operations = 0

  struct Access: Hashable {
    var state: Int
    var operation: OperationClass
    var count: Double
    /// Charged only when the block is left by this edge; nil: always.
    var edge: Int?
  }

  init(_ block: Block, in program: Program) {
    let lengths = SumLengths(program, block)
    var bytes = BytesTouched()
    for instruction in block.instructions {
      switch instruction.operation {
      case .sumBytes(_, let length): add(lengths.length(length))
      case .loadField(let header, let field): if bytes.isNew(header, field, stored: false) { count(.load(field)) }
      case .storeField(let header, let field, _): if bytes.isNew(header, field, stored: true) { count(.store(field)) }
      default: add(instruction, program)
      }
    }
    add(block.terminator, program)
    operations = block.instructions.count + 1
  }

  private mutating func count(_ operation: OperationClass, _ times: Double = 1) {
    fixed[operation, default: 0] += times
  }

  private mutating func access(_ state: StateID, _ operation: OperationClass, _ times: Double = 1, edge: Int? = nil) {
    accesses.append(Access(state: state.index, operation: operation, count: times, edge: edge))
  }

  private mutating func add(_ instruction: Instruction, _ program: Program) {
    switch instruction.operation {
    case .constant: break
    case .parameter, .binary, .compare, .select, .convert, .packetLength, .ingressPort: count(.alu)
    case .hash(_, let values): count(.mix, Double(values.count))
    case .now: readsClock = true
    case .adjustChecksum: count(.checksum)
    case .loadEntry(let entry, _): access(program[entry].state, .loadEntry)
    case .storeEntry(let entry, _, _): access(program[entry].state, .storeEntry)
    case .addEntry(let entry, _, _): access(program[entry].state, .addEntry)
    case .remove(let entry):
      for member in program.recordMembers(of: program[entry].state) { access(member, .hashRemove) }
    case .loadArray(let state, _, _): access(state, .loadArray)
    case .storeArray(let state, _, _, _): access(state, .storeArray)
    case .addArray(let state, _, _, _): access(state, .addArray)
    case .sketchAdd(let state, _, _), .sketchEstimate(let state, _):
      access(state, .sketchRow, Double(program[state].sketch?.rows ?? 1))
    case .tally(let state, _): access(state, .hashHit)
    case .bind: count(.alu)
    case .mirror: count(.storeField, Self.wordsOfPacket)
    case .export(_, let values): count(.storeField, Double(values.count + 2))
    case .insertBytes, .removeBytes, .setLength: count(.moveHead)
    case .hashBytes: count(.mix, Self.wordsOfPacket)
    case .skipExtensions: count(.branch, 3)
    case .loadField, .storeField, .sumBytes: break  // By `init`, which sees what the block did before.
    }
  }

  private mutating func add(_ terminator: Terminator, _ program: Program) {
    switch terminator {
    case .jump, .finish: break
    case .branch: count(.branch)
    case .switch(_, let cases, _): count(.branch, Double(max(1, cases.count.bitWidthUsed)))
    case .extract:
      count(.branch)
      count(.alu)
    case .lookup(let state, _, _, _, _): addLookup(state, program)
    case .dequeue(let state, _, _, _):
      access(state, .take)
      readsClock = true
    case .insert(let insertions, _, _):
      for insertion in insertions { access(insertion.state, .hashInsert) }
      readsClock = readsClock || insertions.contains { program.expiry(of: $0.state) != nil }
    case .take(let state, _, _, _): access(state, .take)
    case .meter(let entry, _, _, _, _):
      access(program[entry].state, .meter)
      readsClock = true
    case .pick(let state, _, _, _, _): access(state, .pick)
    }
  }

  private mutating func add(_ length: SumLength) {
    switch length {
    case .bytes(let bytes): count(.sumWord, ((bytes + 3) / 4).rounded(.down))
    case .atMost(let bytes): count(.sumStep, (bytes / 2).rounded(.up))
    case .unknown: count(.sumStep, Self.wordsOfPacket * 4)
    }
  }

  /// 64-bit words of a packet that is copied, summed or hashed, of the mean size of the Internet mix (RFC 6985: 353 bytes).
  private static let wordsOfPacket = 44.0

  private mutating func addLookup(_ state: StateID, _ program: Program) {
    let probes = program[state].table?.probes ?? 1
    access(state, .hashHit, probes, edge: 0)
    access(state, .hashMiss, probes, edge: 1)
    guard let expiry = program.expiry(of: state) else { return }
    readsClock = true
    if expiry.refreshedByLookup { access(state, .touch, edge: 0) }
  }
}

extension Program {
  /// All maps whose keys lead to the same records as those of `state`.
  func recordMembers(of state: StateID) -> [StateID] {
    let primary = primary(of: state)
    return states.indices.map(StateID.init).filter { self[$0].map != nil && self.primary(of: $0) == primary }
  }

  /// The expiry of a map's records, which a companion has from its primary.
  func expiry(of state: StateID) -> Expiry? { self[primary(of: state)].map?.expiry }
}

extension TableState {
  /// Exact lookups that a lookup costs as much as: a trie is walked by about four nodes, rules are tried in turn, eight for the
  /// price of one.
  fileprivate var probes: Double {
    switch match {
    case .exact: 1
    case .longestPrefix: 4
    case .ternary: max(1, Double(capacity) / 8)
    }
  }
}

extension Int {
  /// Tests that a binary search over this many cases takes.
  fileprivate var bitWidthUsed: Int { Int.bitWidth - leadingZeroBitCount }
}
