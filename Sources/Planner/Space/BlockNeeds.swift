import IR
import PerfModel

/// What a block asks of the site that runs it.
struct BlockNeeds {
  struct Need: Hashable {
    var capability: Capability
    /// The state it is done to; nil for work on the packet alone.
    var state: Int?
    /// Makes or removes records.
    var changesRecords: Bool
  }

  private(set) var needs: [Need] = []

  /// Bytes that can be summed as headers are read, without walking through the packet.
  private static let mostBytesOfSum = 64.0

  init(_ block: Block, _ program: Program, constants: Set<Value>) {
    let lengths = SumLengths(program, block)
    for instruction in block.instructions {
      if case .sumBytes(_, let length) = instruction.operation {
        let most = lengths.length(length).most ?? .infinity
        need(most <= Self.mostBytesOfSum ? .checksum : .readPayload)
      } else {
        add(instruction, program, constants)
      }
    }
    add(block.terminator, program)
  }

  private mutating func need(_ capability: Capability, _ state: StateID? = nil, changesRecords: Bool = false) {
    needs.append(Need(capability: capability, state: state?.index, changesRecords: changesRecords))
  }

  private mutating func needWidth(_ program: Program, _ state: StateID, _ field: Int) {
    let bits = program[state].valueFields[field].type.bits
    if bits != 32, bits != 64 { need(.addNarrow, state) }
  }

  private mutating func add(_ instruction: Instruction, _ program: Program, _ constants: Set<Value>) {
    switch instruction.operation {
    case .binary(.div, _, let divisor), .binary(.rem, _, let divisor):
      if !constants.contains(divisor) { need(.divide) }
    case .now: need(.clock)
    case .adjustChecksum: need(.checksum)
    case .loadEntry(let entry, _): need(.loadEntry, program[entry].state)
    case .storeEntry(let entry, _, _): need(.storeEntry, program[entry].state)
    case .addEntry(let entry, let field, _):
      need(.addEntry, program[entry].state)
      needWidth(program, program[entry].state, field)
    case .remove(let entry): need(.remove, program[entry].state, changesRecords: true)
    case .loadArray(let state, _, _): need(.loadArray, state)
    case .storeArray(let state, _, _, _): need(.storeArray, state)
    case .addArray(let state, _, let field, _):
      need(.addArray, state)
      needWidth(program, state, field)
    case .sketchAdd(let state, _, _):
      need(.sketchAdd, state)
      if instruction.result != nil { need(.sketchEstimate, state) }
    case .sketchEstimate(let state, _): need(.sketchEstimate, state)
    case .tally(let state, _): need(.tally, state)
    case .mirror: need(.mirror)
    case .export: need(.export)
    case .insertBytes, .removeBytes: need(.moveHead)
    case .setLength: need(.setLength)
    case .sumBytes: break  // By `init`.
    case .hashBytes: need(.readPayload)
    case .skipExtensions: need(.skipExtensions)
    case .constant, .parameter, .binary, .compare, .select, .convert, .hash, .packetLength, .ingressPort, .loadField,
      .storeField, .bind:
      break
    }
  }

  private mutating func add(_ terminator: Terminator, _ program: Program) {
    switch terminator {
    case .jump, .branch, .switch, .extract: break
    case .lookup(let state, _, _, _, _): need(program[state].table?.capability ?? .lookup, state)
    case .dequeue(let state, _, _, _): need(.queue, state)
    case .insert(let insertions, _, _) where program[insertions[0].state].queue != nil: need(.queue, insertions[0].state)
    case .insert(let insertions, _, _):
      for insertion in insertions { need(.insert, insertion.state, changesRecords: true) }
      if insertions.count > 1 { need(.insertCompanions, insertions.first?.state, changesRecords: true) }
    case .take(let state, _, _, _): need(.take, state)
    case .meter(let entry, _, _, _, _): need(.meter, program[entry].state)
    case .pick(let state, _, _, _, _): need(.pick, state)
    case .finish(.forward): need(.forward)
    case .finish(.reply): need(.reply)
    case .finish(.toControlPlane): need(.controlPlane)
    case .finish(.drop): break
    }
  }

  /// The first thing that keeps the block off the NIC under these placements; nil when nothing does.
  func blocker(_ program: Program, _ states: [StateSite], _ nic: Site) -> Blocker? {
    for need in needs {
      if let state = need.state, let blocker = Self.blocker(need, state, program, states[state], nic) { return blocker }
      if need.state == nil, !nic.can(need.capability) { return .missing(need.capability) }
    }
    return nil
  }

  /// Whether something keeps the block off the NIC: `blocker` without its words.
  func isBlocked(_ states: [StateSite], _ nic: Site) -> Bool {
    needs.contains { need in
      guard let state = need.state else { return !nic.can(need.capability) }
      switch states[state] {
      case .host: return true
      case .split: return need.changesRecords || !nic.can(need.capability)
      case .replicated: return need.capability != .sketchEstimate && !nic.can(need.capability)
      case .nic: return !nic.can(need.capability)
      }
    }
  }

  private static func blocker(
    _ need: Need, _ state: Int, _ program: Program, _ placement: StateSite, _ nic: Site
  ) -> Blocker? {
    let name = program.states[state].name
    switch placement {
    case .host: return nic.can(need.capability) ? .onHost(name, state) : .missing(need.capability, state: state)
    case .split:
      if need.changesRecords { return .madeByHost(name, state) }
      return nic.can(need.capability) ? nil : .missing(need.capability, state: state)
    case .replicated:
      // What may be done to a replicated state was decided for the whole program; reading one's own copy needs no sum.
      return need.capability == .sketchEstimate || nic.can(need.capability)
        ? nil : .missing(need.capability, state: state)
    case .nic: return nic.can(need.capability) ? nil : .missing(need.capability, state: state)
    }
  }
}

extension TableState {
  /// What a site must be able to do to look rows up.
  var capability: Capability {
    switch match {
    case .exact: .lookup
    case .longestPrefix: .lookupPrefix
    case .ternary: .lookupTernary
    }
  }
}

extension Program {
  /// Results of `constant` instructions.
  var constants: Set<Value> {
    Set(
      blocks.flatMap(\.instructions).compactMap {
        if case .constant = $0.operation { $0.result } else { nil }
      })
  }
}
