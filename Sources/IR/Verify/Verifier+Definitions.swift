extension Verifier {
  /// Each value is defined once, and its definition dominates its uses.
  func checkDefinitions() {
    let definitions = Definitions(program)
    for (what, definition) in definitions.repeated {
      check(false, "\(what) is defined a second time", at: place(definition))
    }
    for (index, block) in program.blocks.enumerated() where flow.isReachable[index] {
      let id = BlockID(index)
      for (position, instruction) in block.instructions.enumerated() {
        for value in instruction.operation.operands {
          checkUse(of: value, definitions, in: id, before: position, at: .instruction(id, position))
        }
      }
      checkUses(of: block.terminator, definitions, in: id)
    }
  }

  private func place(_ definition: Definition) -> VerificationError.Place {
    switch definition {
    case .parameter(let block): .block(block)
    case .instruction(let block, let index): .instruction(block, index)
    case .edge(let block): .terminator(block)
    }
  }

  private func checkUses(of terminator: Terminator, _ definitions: Definitions, in block: BlockID) {
    for value in terminator.operands {
      checkUse(of: value, definitions, in: block, before: .max, at: .terminator(block))
    }
    for (edge, target) in terminator.targets.enumerated() {
      for value in target.arguments where edge != 0 || value != terminator.result {
        checkUse(of: value, definitions, in: block, before: .max, at: .terminator(block))
      }
    }
  }

  private func checkUse(
    of value: Value, _ definitions: Definitions, in block: BlockID, before position: Int,
    at place: VerificationError.Place
  ) {
    guard let definition = definitions.values[value] else {
      return check(false, "\(value) is defined nowhere", at: place)
    }
    check(
      reaches(definition, block, position), "\(value) is not defined on every way here", at: place)
  }

  func reaches(_ definition: Definition, _ block: BlockID, _ position: Int) -> Bool {
    switch definition {
    case .parameter(let home): flow.dominates(home, block)
    case .instruction(let home, let index): home == block ? index < position : flow.dominates(home, block)
    case .edge(let home): dominatesOverFirstEdge(home, block)
    }
  }

  /// Whether `block` is reached only over edge 0 of `home`.
  func dominatesOverFirstEdge(_ home: BlockID, _ block: BlockID) -> Bool {
    guard let target = program[home].terminator.targets.first?.block else { return false }
    return flow.dominates(Edge(home, 0), to: target, block)
  }
}
