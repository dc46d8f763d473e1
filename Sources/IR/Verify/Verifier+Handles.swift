extension Verifier {
  /// Headers and entries are used only where the edge that binds them was taken.
  func checkHandles() {
    let definitions = Definitions(program)
    for (index, block) in program.blocks.enumerated() where flow.isReachable[index] {
      let id = BlockID(index)
      for (position, instruction) in block.instructions.enumerated() {
        let place = VerificationError.Place.instruction(id, position)
        if let header = instruction.operation.header {
          checkUse(of: header, definitions, in: id, before: position, at: place)
        }
        if let entry = instruction.operation.entry { checkUse(of: entry, definitions, in: id, at: place) }
      }
      if let entry = block.terminator.entry { checkUse(of: entry, definitions, in: id, at: .terminator(id)) }
    }
  }

  private func checkUse(
    of header: HeaderID, _ definitions: Definitions, in block: BlockID, before position: Int,
    at place: VerificationError.Place
  ) {
    let name = program[header].name
    guard let home = definitions.headers[header] else {
      return check(false, "header '\(name)' is never extracted", at: place)
    }
    check(
      reaches(home, block, position), "header '\(name)' is not extracted on every way here", at: place)
  }

  private func checkUse(
    of entry: EntryID, _ definitions: Definitions, in block: BlockID, at place: VerificationError.Place
  ) {
    let name = program[entry].name
    guard let home = definitions.entries[entry] else {
      return check(false, "entry '\(name)' is never looked up", at: place)
    }
    check(dominatesOverFirstEdge(home, block), "entry '\(name)' is not found on every way here", at: place)
  }
}

extension Verifier {
  /// Entries are not used after an insert or a remove in their group: walks forward with the set of entries whose
  /// record may be gone.
  func checkStaleEntries() {
    var stale = [NumberSet](repeating: NumberSet(), count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() where flow.isReachable[index] {
      var lost = stale[index]
      for (position, instruction) in block.instructions.enumerated() {
        if let entry = instruction.operation.entry {
          checkFresh(entry, lost, at: .instruction(BlockID(index), position))
        }
        if case .remove(let entry) = instruction.operation { lose(entriesOf: program[entry].state, &lost) }
      }
      if let entry = block.terminator.entry { checkFresh(entry, lost, at: .terminator(BlockID(index))) }
      for (edge, target) in block.terminator.targets.enumerated() {
        var lostThere = lost
        if edge == 0 { pass(block.terminator, &lostThere) }
        stale[target.block.index].formUnion(lostThere)
      }
    }
  }

  private func checkFresh(_ entry: EntryID, _ gone: NumberSet, at place: VerificationError.Place) {
    let name = program[entry].name
    check(!gone.contains(entry.index), "the record of entry '\(name)' may be gone here", at: place)
  }

  /// What taking the first edge of a terminator changes.
  private func pass(_ terminator: Terminator, _ gone: inout NumberSet) {
    switch terminator {
    case .insert(let insertions, _, _):
      // What was taken from a queue is a copy, and stays.
      guard let first = insertions.first, program[first.state].queue == nil else { return }
      lose(entriesOf: first.state, &gone)
    case .lookup(_, _, let entry, _, _), .dequeue(_, let entry, _, _): gone.remove(entry.index)
    default: break
    }
  }

  /// Adds the entries of a state's group.
  private func lose(entriesOf state: StateID, _ gone: inout NumberSet) {
    let group = program.primary(of: state)
    for (index, entry) in program.entries.enumerated() where program.primary(of: entry.state) == group {
      gone.insert(index)
    }
  }
}
