extension Verifier {
  /// Checks that each index names something, so that the other checks may follow it.
  func checkReferences() {
    check(!program.blocks.isEmpty, "a program has a block", at: .program)
    check(program.blocks.first?.parameters.isEmpty ?? true, "the entry has no parameters", at: .program)
    for (index, block) in program.blocks.enumerated() {
      let id = BlockID(index)
      for value in block.parameters { checkExists(value, at: .block(id)) }
      for (position, instruction) in block.instructions.enumerated() {
        checkReferences(of: instruction, at: .instruction(id, position))
      }
      checkReferences(of: block.terminator, at: .terminator(id), in: index)
    }
  }

  private func checkExists(_ value: Value, at place: VerificationError.Place) {
    check(program.valueTypes.indices.contains(value.id), "\(value) has no type", at: place)
  }

  private func checkExists(_ entry: EntryID?, at place: VerificationError.Place) {
    guard let entry else { return }
    check(program.entries.indices.contains(entry.index), "there is no entry \(entry.index)", at: place)
  }

  private func checkExists(_ header: HeaderID?, at place: VerificationError.Place) {
    guard let header else { return }
    check(program.headers.indices.contains(header.index), "there is no header \(header.index)", at: place)
  }

  private func checkExists(_ state: StateID?, at place: VerificationError.Place) {
    guard let state else { return }
    check(program.states.indices.contains(state.index), "there is no state \(state.index)", at: place)
  }

  private func checkReferences(of instruction: Instruction, at place: VerificationError.Place) {
    let operation = instruction.operation
    for value in operation.operands { checkExists(value, at: place) }
    if let result = instruction.result { checkExists(result, at: place) }
    checkExists(operation.header, at: place)
    checkExists(operation.entry, at: place)
    checkExists(operation.state, at: place)
    checkExists(operation.boundHeader, at: place)
    switch operation {
    case .parameter(let index):
      check(program.parameters.indices.contains(index), "there is no parameter \(index)", at: place)
    case .mirror(let port): check(program.ports.indices.contains(port), "there is no port \(port)", at: place)
    case .export(let stream, _):
      check(program.streams.indices.contains(stream), "there is no stream \(stream)", at: place)
    default: break
    }
  }

  private func checkReferences(
    of terminator: Terminator, at place: VerificationError.Place, in index: Int
  ) {
    for value in terminator.operands { checkExists(value, at: place) }
    if let result = terminator.result { checkExists(result, at: place) }
    checkExists(terminator.boundHeader, at: place)
    checkExists(terminator.boundEntry, at: place)
    checkExists(terminator.entry, at: place)
    for state in terminator.states { checkExists(state, at: place) }
    if case .finish(let verdict) = terminator { checkVerdict(verdict, at: place) }
    for target in terminator.targets {
      for value in target.arguments { checkExists(value, at: place) }
      let exists = program.blocks.indices.contains(target.block.index)
      check(exists, "there is no block \(target.block)", at: place)
      check(!exists || target.block.index > index, "an edge back to \(target.block)", at: place)
    }
  }

  private func checkVerdict(_ verdict: Verdict, at place: VerificationError.Place) {
    switch verdict {
    case .forward(let port): check(program.ports.indices.contains(port), "there is no port \(port)", at: place)
    case .drop(let reason):
      check(program.reasons.indices.contains(reason), "there is no drop reason \(reason)", at: place)
    case .reply, .toControlPlane: break
    }
  }
}
