extension Verifier {
  func checkTerminators() {
    for (index, block) in program.blocks.enumerated() {
      let place = VerificationError.Place.terminator(BlockID(index))
      checkTerminator(block.terminator, at: place)
      for target in block.terminator.targets { checkArguments(target, at: place) }
    }
  }

  private func checkArguments(_ target: Target, at place: VerificationError.Place) {
    let parameters = program[target.block].parameters
    check(
      target.arguments.count == parameters.count,
      "\(target.block) takes \(parameters.count) arguments, not \(target.arguments.count)", at: place)
    for (argument, parameter) in zip(target.arguments, parameters) {
      check(argument, is: program.type(of: parameter), "\(target.block)'s argument", at: place)
    }
  }

  private func checkTerminator(_ terminator: Terminator, at place: VerificationError.Place) {
    switch terminator {
    case .jump, .finish: break
    case .branch(let condition, _, _): check(condition, is: .bit, "the condition", at: place)
    case .switch(let value, let cases, _): checkCases(cases, of: value, at: place)
    case .extract(_, let offset, _, _): check(offset, is: .u32, "the offset", at: place)
    case .lookup(let state, let key, let entry, _, _): checkLookup(state, key, entry, at: place)
    case .insert(let insertions, _, _): checkInsert(insertions, at: place)
    case .take(let state, let result, _, _): checkTake(state, result, at: place)
    case .dequeue(let state, let entry, _, _):
      check(program[state].queue != nil, "'\(program[state].name)' is no queue", at: place)
      check(program[entry].state == state, "entry '\(program[entry].name)' is not of '\(program[state].name)'", at: place)
    case .meter(let entry, let bucket, let amount, _, _):
      let state = program[program[entry].state]
      check(
        state.map?.meters.indices.contains(bucket) ?? false, "'\(state.name)' has no bucket \(bucket)", at: place)
      check(amount, is: .u64, "the amount", at: place)
    case .pick(let state, let hash, let result, _, _):
      check(program[state].ring != nil, "'\(program[state].name)' is no ring", at: place)
      check(hash, is: .u64, "the hash", at: place)
      check(result, is: .u32, "the result", at: place)
    }
  }

  private func checkCases(_ cases: [SwitchCase], of value: Value, at place: VerificationError.Place) {
    let type = program.type(of: value)
    var seen: Set<UInt64> = []
    for match in cases.map(\.match) {
      check(seen.insert(match).inserted, "case \(match) stands twice", at: place)
      check(match <= type.mask, "case \(match) does not fit \(type)", at: place)
    }
  }

  private func checkLookup(
    _ state: StateID, _ key: [Value], _ entry: EntryID, at place: VerificationError.Place
  ) {
    let name = program[state].name
    check(program[state].map != nil || program[state].table != nil, "'\(name)' is no map", at: place)
    check(program[entry].state == state, "entry '\(program[entry].name)' is not of '\(name)'", at: place)
    check(key, match: program[state].keyFields, "the key of '\(name)'", at: place)
  }

  private func checkTake(_ state: StateID, _ result: Value, at place: VerificationError.Place) {
    guard let pool = program[state].pool else {
      return check(false, "'\(program[state].name)' is no pool", at: place)
    }
    check(result, is: pool.type, "the result", at: place)
  }

  private func checkInsert(_ insertions: [Insertion], at place: VerificationError.Place) {
    if let first = insertions.first, program[first.state].queue != nil {
      check(insertions.count == 1 && first.key.isEmpty, "a queue takes one element, without a key", at: place)
      return check(first.values, match: program[first.state].valueFields, "an element", at: place)
    }
    guard let primary = insertions.first?.state, let map = program[primary].map, map.companionOf == nil else {
      return check(false, "an insert begins with a primary map", at: place)
    }
    let companions = program.states.indices.map(StateID.init).filter { program[$0].map?.companionOf == primary }
    let named = insertions.dropFirst().map(\.state)
    check(
      named.count == companions.count && Set(named) == Set(companions),
      "an insert names each companion of '\(program[primary].name)' once, and nothing else", at: place)
    for insertion in insertions {
      let name = program[insertion.state].name
      check(insertion.key, match: program[insertion.state].keyFields, "the key of '\(name)'", at: place)
      check(insertion.values, match: program[insertion.state].valueFields, "the value of '\(name)'", at: place)
    }
  }
}
