import IR

/// The programs that become one: an nf alone, or the members of a chain in order.
struct Members {
  private var members: [Member] = []
  /// Of the whole program.
  private(set) var states: [State] = []
  private(set) var parameters: [Parameter] = []
  private(set) var streams: [IR.Stream] = []

  struct Member {
    var program: CheckedProgram
    /// The whole program's number of each of its states.
    var states: [StateID] = []
    /// Where each of its parameters begins among the whole program's.
    var parameterStarts: [Int] = []
    /// The number of its first stream.
    var firstStream = 0
  }

  var count: Int { members.count }
  subscript(index: Int) -> Member { members[index] }
  subscript(group: Range<Int>) -> ArraySlice<Member> { members[group] }

  /// Puts a program behind those that are there.
  ///
  /// - Parameters:
  ///   - values: the words of each parameter.
  ///   - prefix: stands before the names of its states, parameters and streams: `Tracker.`.
  ///   - shared: names of its states that are one with those of other members.
  /// - Returns: the name of a shared state that another member declares differently; then nothing of use is left.
  @discardableResult
  mutating func append(
    _ program: CheckedProgram, _ values: [[UInt64]], prefix: String = "", sharing shared: Set<String> = []
  ) -> String? {
    var member = Member(program: program, firstStream: streams.count)
    let clash = place(program.states.map(\.state), of: &member, prefix, shared)
    for (parameter, words) in zip(program.parameters, values) {
      member.parameterStarts.append(parameters.count)
      if parameter.settled != nil { continue }
      let fields = parameter.type.words(named: prefix + parameter.name.text)
      let shown = parameter.type.shown(words)
      for (field, word) in zip(fields, words) {
        parameters.append(Parameter(name: field.name, type: field.type, value: word, shown: shown))
      }
    }
    streams += program.streams.map { IR.Stream(name: prefix + $0.name, fields: $0.fields) }
    members.append(member)
    return clash
  }

  private mutating func place(
    _ own: [State], of member: inout Member, _ prefix: String, _ shared: Set<String>
  ) -> String? {
    var next = states.count
    for state in own {
      if shared.contains(state.name), let index = states.firstIndex(where: { $0.name == state.name }) {
        member.states.append(StateID(index))
      } else {
        member.states.append(StateID(next))
        next += 1
      }
    }
    for (state, id) in zip(own, member.states) {
      var moved = state.renumbered { member.states[$0.index] }
      if !shared.contains(state.name) { moved.name = prefix + state.name }
      if id.index == states.count {
        states.append(moved)
      } else if !states[id.index].isDeclaredLike(moved) {
        return state.name
      }
    }
    return nil
  }
}

extension State {
  /// The same but for the place in the source.
  fileprivate func isDeclaredLike(_ other: State) -> Bool {
    kind == other.kind && eventualNanoseconds == other.eventualNanoseconds
  }

  /// With other numbers for the states that it rests on.
  fileprivate func renumbered(by number: (StateID) -> StateID) -> State {
    var state = self
    switch kind {
    case .map(var map):
      map.companionOf = map.companionOf.map(number)
      state.kind = .map(map)
    case .pool(var pool):
      pool.releasedWith = pool.releasedWith.map { PoolTie(state: number($0.state), field: $0.field) }
      state.kind = .pool(pool)
    case .ring(var ring):
      ring.backends = number(ring.backends)
      state.kind = .ring(ring)
    case .tally(var tally):
      tally.of = number(tally.of)
      state.kind = .tally(tally)
    case .array, .sketch, .table, .queue: break
    }
    return state
  }
}
