extension ProgramAnalysis {
  /// The states for people: shape, group, what is asked of a site, whether copies are allowed, which flows share an
  /// entry.
  public var statesReport: String {
    let states = program.states.indices.map { report(StateID($0)) }
    return "\(program.name): \(program.states.count) states\n" + states.joined()
  }

  private func report(_ id: StateID) -> String {
    let state = program[id]
    var text = "\n\(state.name)  \(state.kindName), \(shape(state))\n"
    if let group = groups.group(of: id) { text += line("group", words(group)) }
    text += line("demand", demand(of: id).words.joined(separator: ", "))
    text += line("sharing", "\(proofs[id].kind.rawValue): \(proofs[id].reason)")
    text += line("affinity", words(affinities[id]))
    for access in accesses.of(id) {
      let words = [key(of: access), "at", access.place(in: program)]
      text += line(access.kind.rawValue, words.filter { !$0.isEmpty }.joined(separator: " "))
    }
    return text
  }

  private func line(_ title: String, _ content: String) -> String {
    let padding = String(repeating: " ", count: max(1, 10 - title.count))
    return "  \(title)\(padding)\(content)\n"
  }

  private func words(_ group: RecordGroup) -> String {
    let members = group.members.map { program[$0].name }.joined(separator: " + ")
    let pools = group.pools.map { program[$0].name }.joined(separator: ", ")
    return pools.isEmpty ? members : "\(members), with elements of \(pools)"
  }

  private func words(_ affinity: FlowAffinity) -> String {
    switch affinity {
    case .any: "any packet may use any copy"
    case .none(let reason): "none: \(reason)"
    case .flow(let key):
      "by " + key.fields.sorted().map(\.rawValue).joined(separator: ", ")
        + (key.isSymmetric ? ", of both directions" : "")
    }
  }

  private func shape(_ state: State) -> String {
    switch state.kind {
    case .map(let map): self.shape(map)
    case .pool(let pool): "\(pool.first)...\(pool.last)"
    case .array(let array): "\(array.size) elements of (\(fields(array.value)))"
    case .sketch(let sketch): "(\(fields(sketch.key))), \(sketch.rows) rows of \(sketch.columns)"
    case .ring(let ring): "\(ring.size) slots over \(program[ring.backends].name)"
    case .table(let table): "(\(fields(table.key))) -> (\(fields(table.value))), \(table.capacity) rows \(words(table.match))"
    case .queue(let queue):
      "(\(fields(queue.value))), \(queue.capacity) elements, due after \(queue.delayNanoseconds / 1_000_000) ms"
    case .tally(let tally): "(\(fields(tally.key))), records of \(program[tally.of].name)"
    }
  }

  private func words(_ match: MatchKind) -> String {
    switch match {
    case .exact: "by the whole key"
    case .longestPrefix(let bits): "by a prefix of \(bits) bits"
    case .ternary: "by masks and ranges"
    }
  }

  private func shape(_ map: MapState) -> String {
    var text = "(\(fields(map.key))) -> (\(fields(map.value))), \(map.capacity) records"
    if let expiry = map.expiry {
      text += ", \(expiry.refreshedByLookup ? "idle" : "fixed") \(expiry.nanoseconds / 1_000_000) ms"
    }
    return text
  }

  private func fields(_ fields: [StateField]) -> String {
    fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
  }
}
