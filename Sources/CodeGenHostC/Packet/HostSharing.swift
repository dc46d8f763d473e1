import CodeGenSupport
import IR
import Plan

/// Which lookups of the host may leave a record with the NIC.
///
/// A record that the NIC owns may be used by the host where it stands when no side sees what the other writes: the host
/// only reads fields that the NIC does not write, and only adds to fields that the NIC does not read. Sums of fields
/// that both add to are made when the record comes back. Where the NIC stores, its copy is the value, and any use takes
/// the record back.
struct HostSharing {
  private var shared: Set<EntryID> = []

  init(_ program: Program, _ plan: OffloadPlan) {
    let uses = EntryUses(program, blocks: Array(program.blocks.indices))
    let onNIC = EntryUses(program, blocks: plan.nicBlocks.filter(program.blocks.indices.contains))
    for index in program.entries.indices {
      let entry = EntryID(index)
      let nic = onNIC.merged(overMap: program[entry].state, program)
      let primary = program.primary(of: program[entry].state)
      let stores = CodeGenSupport.NICWrites.ofGroup(primary, in: program, plan) == .stores
      if uses[entry].isEmpty || (!stores && uses[entry].canStand(beside: nic)) { shared.insert(entry) }
    }
  }

  /// True when the lookup that binds this entry leaves the record with the NIC.
  func isShared(_ entry: EntryID) -> Bool { shared.contains(entry) }
}

/// What some blocks do to the fields of entries.
private struct EntryUses {
  struct Use {
    var loaded: Set<Int> = []
    var added: Set<Int> = []
    var stored: Set<Int> = []
    var isCharged = false

    var isEmpty: Bool { loaded.isEmpty && added.isEmpty && stored.isEmpty && !isCharged }

    /// `nic` only adds to fields that it never reads.
    func canStand(beside nic: Use) -> Bool {
      guard stored.isEmpty, !isCharged else { return false }
      return loaded.isDisjoint(with: nic.added) && added.isDisjoint(with: nic.loaded)
    }
  }

  private var uses: [EntryID: Use] = [:]

  init(_ program: Program, blocks: [Int]) {
    for index in blocks {
      for instruction in program.blocks[index].instructions { record(instruction.operation, program) }
      if let entry = program.blocks[index].terminator.entry { uses[entry, default: Use()].isCharged = true }
    }
  }

  subscript(_ entry: EntryID) -> Use { uses[entry] ?? Use() }

  /// What is done to any entry of a map.
  func merged(overMap map: StateID, _ program: Program) -> Use {
    uses.reduce(into: Use()) { all, use in
      guard program[use.key].state == map else { return }
      all.loaded.formUnion(use.value.loaded)
      all.added.formUnion(use.value.added)
      all.stored.formUnion(use.value.stored)
      all.isCharged = all.isCharged || use.value.isCharged
    }
  }

  private mutating func record(_ operation: Operation, _ program: Program) {
    switch operation {
    case .loadEntry(let entry, let field): uses[entry, default: Use()].loaded.insert(field)
    case .addEntry(let entry, let field, _) where program[program[entry].state].map?.expiry?.byField?.field == field:
      // The record's deadline follows the field: who has the record must have the value.
      uses[entry, default: Use()].stored.insert(field)
    case .addEntry(let entry, let field, _): uses[entry, default: Use()].added.insert(field)
    case .storeEntry(let entry, let field, _): uses[entry, default: Use()].stored.insert(field)
    default: break
    }
  }
}
