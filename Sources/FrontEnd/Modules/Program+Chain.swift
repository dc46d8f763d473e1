import IR

extension Program {
  /// Puts a member's blocks behind what is there. What the member before it forwards, it gets; a packet that the last one
  /// forwards leaves.
  ///
  /// - Parameters:
  ///   - name: stands before the names of its states and parameters: `Tracker.flows`.
  ///   - shared: names of its states that are one with those of other members.
  /// - Returns: the name of a shared state that another member declares differently; then nothing of use is left.
  mutating func append(_ member: Program, named name: String, sharing shared: Set<String>, isLast: Bool) -> String? {
    var places: [Int] = []
    var next = states.count
    for state in member.states {
      if shared.contains(state.name), let index = states.firstIndex(where: { $0.name == state.name }) {
        places.append(index)
      } else {
        places.append(next)
        next += 1
      }
    }
    var relocation = Relocation(behind: self) { StateID(places[$0.index]) }
    for (state, place) in zip(member.states, places) {
      var moved = state.relocated(by: relocation)
      if !shared.contains(state.name) { moved.name = "\(name).\(state.name)" }
      if place == states.count {
        states.append(moved)
      } else if !states[place].isDeclaredLike(moved) {
        return state.name
      }
    }
    relocation.reasons = member.reasons.map { reason in
      if let index = reasons.firstIndex(of: reason) { return index }
      reasons.append(reason)
      return reasons.count - 1
    }
    for var parameter in member.parameters {
      parameter.name = "\(name).\(parameter.name)"
      parameters.append(parameter)
    }
    for var stream in member.streams {
      stream.name = "\(name).\(stream.name)"
      streams.append(stream)
    }
    appendHandles(of: member, relocation)
    let end = BlockID(blocks.count + member.blocks.count)
    for block in member.blocks {
      var moved = block.relocated(by: relocation)
      if !isLast, case .finish(.forward) = moved.terminator { moved.terminator = .jump(Target(end)) }
      blocks.append(moved)
    }
    return nil
  }

  private mutating func appendHandles(of member: Program, _ relocation: Relocation) {
    valueTypes += member.valueTypes
    var headerNames = NameSupply(headers.map(\.name))
    for var header in member.headers {
      header.name = headerNames.unique(header.name)
      headers.append(header)
    }
    var entryNames = NameSupply(entries.map(\.name))
    for var entry in member.entries {
      entry.name = entryNames.unique(entry.name)
      entry.state = relocation.state(entry.state)
      entries.append(entry)
    }
  }
}

extension State {
  /// The same but for the place in the source.
  fileprivate func isDeclaredLike(_ other: State) -> Bool {
    kind == other.kind && eventualNanoseconds == other.eventualNanoseconds
  }
}
