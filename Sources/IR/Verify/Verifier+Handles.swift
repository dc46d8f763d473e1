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
    var stale = [Set<EntryID>](repeating: [], count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() where flow.isReachable[index] {
      var lost = stale[index]
      for (position, instruction) in block.instructions.enumerated() {
        if let entry = instruction.operation.entry {
          checkFresh(entry, lost, at: .instruction(BlockID(index), position))
        }
        if case .remove(let entry) = instruction.operation { lost.formUnion(entries(inGroupOf: program[entry].state)) }
      }
      if let entry = block.terminator.entry { checkFresh(entry, lost, at: .terminator(BlockID(index))) }
      for (edge, target) in block.terminator.targets.enumerated() {
        stale[target.block.index].formUnion(self.lost(after: block.terminator, edge: edge, lost))
      }
    }
  }

  private func checkFresh(_ entry: EntryID, _ gone: Set<EntryID>, at place: VerificationError.Place) {
    let name = program[entry].name
    check(!gone.contains(entry), "the record of entry '\(name)' may be gone here", at: place)
  }

  private func lost(after terminator: Terminator, edge: Int, _ gone: Set<EntryID>) -> Set<EntryID> {
    switch terminator {
    case .insert(let insertions, _, _) where edge == 0:
      // What was taken from a queue is a copy, and stays.
      insertions.first.map { program[$0.state].queue == nil ? gone.union(entries(inGroupOf: $0.state)) : gone } ?? gone
    case .lookup(_, _, let entry, _, _) where edge == 0: gone.subtracting([entry])
    case .dequeue(_, let entry, _, _) where edge == 0: gone.subtracting([entry])
    default: gone
    }
  }

  private func entries(inGroupOf state: StateID) -> [EntryID] {
    let group = program.primary(of: state)
    return program.entries.indices.map(EntryID.init).filter { program.primary(of: program[$0].state) == group }
  }
}
