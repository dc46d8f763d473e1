import CodeGenSupport
import IR
import Plan

extension NICDialect {
  mutating func test(_ terminator: Terminator, _ code: inout CFunction) throws(CodeGenError) -> String {
    switch terminator {
    case .extract(let header, let offset, _, _): place(header, offset, &code)
    case .lookup(let state, let key, let entry, _, _): try lookup(state, key, entry, &code)
    case .insert(let insertions, _, _): try insert(insertions, &code)
    case .meter(let entry, let bucket, let amount, _, _): try meter(entry, bucket, amount, &code)
    case .dequeue(let state, _, _, _): throw refuse("takes from the queue '\(program[state].name)'", code)
    case .pick(let state, let hash, let result, _, _): try pick(state, hash, result, &code)
    case .take(let state, _, _, _): throw refuse("takes from '\(program[state].name)': eBPF has no allocator", code)
    case .jump, .branch, .switch, .finish: "1"
    }
  }

  private mutating func lookup(
    _ state: StateID, _ key: [Value], _ entry: EntryID, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    try checkFindable(state, code)
    if states.mode(state) == .split, plan.cut(from: code.block, edge: 1)?.mode != .restart {
      throw refuse(
        "a miss in the split map '\(program[state].name)' has to restart on the host, which may have the key", code)
    }
    let clock = states.needsClock(toFind: state) ? ", \(now(&code))" : ""
    let name = code.name(of: entry)
    code.line("struct \(states.entryTag(state)) *\(name);")
    code.open("{")
    keyVariable(state, key, &code)
    code.line("\(name) = find_\(states.stem(state))(&key\(clock));")
    code.close()
    return name
  }

  /// A record with several keys is kept alive by a hit on any of them; entries of separate maps do not know each other.
  private func checkFindable(_ state: StateID, _ code: CFunction) throws(CodeGenError) {
    let name = program[state].name
    switch try modeOnNIC(state, code) {
    case .split, .host: return
    case .replicated where program[state].table != nil: return
    case .replicated: throw refuse("'\(name)': a map cannot be replicated", code)
    case .nic:
      guard program.members(ofGroup: program.primary(of: state)).count > 1 else { return }
      throw refuse("'\(name)' shares its records with other maps: eBPF cannot keep them together by itself", code)
    }
  }

  func keyVariable(_ state: StateID, _ key: [Value], _ code: inout CFunction) {
    let shape = CStruct(keyOf: program[state])
    let values = code.expressions(key)
    switch program[state].table?.match {
    case .exact, nil: code.initialise("struct \(shape.tag) key", shape.designators(values))
    case .ternary:
      code.initialise("struct \(shape.tag) key", values.enumerated().map { ".field[\($0)] = \($1)" })
    case .longestPrefix: prefixKeyVariable(state, shape.tag, values, &code)
    }
  }

  private func prefixKeyVariable(_ state: StateID, _ tag: String, _ values: [String], _ code: inout CFunction) {
    guard let table = program[state].table else { return }
    let bytes = PrefixKey(table)
    code.line("struct \(tag) key = { .bits = \(bytes.bytes * 8) };")
    for (index, value) in values.enumerated() {
      for line in bytes.stores(index, value) { code.line(line) }
    }
  }

  private mutating func insert(_ insertions: [Insertion], _ code: inout CFunction) throws(CodeGenError) -> String {
    guard insertions.count == 1, let insertion = insertions.first else {
      throw refuse("makes a record with several keys: eBPF cannot do it as one", code)
    }
    if program[insertion.state].queue != nil {
      throw refuse(
        "appends to the queue '\(program[insertion.state].name)': eBPF has none that gives elements back when due", code
      )
    }
    try checkOwned(insertion.state, "makes records of", code)
    if program[insertion.state].map?.full.evicts ?? false {
      throw refuse("'\(program[insertion.state].name)' evicts its oldest record: eBPF cannot find it", code)
    }
    let made = code.fresh("made")
    let value = CStruct(valueOf: program[insertion.state])
    let seen = states.expiry(insertion.state) == nil ? "0" : now(&code)
    let fields = [".last_seen = \(seen)"] + value.designators(code.expressions(insertion.values)).map { ".value\($0)" }
    code.line("int \(made);")
    code.open("{")
    keyVariable(insertion.state, insertion.key, &code)
    code.initialise("struct \(states.entryTag(insertion.state)) entry", fields)
    code.line("\(made) = bpf_map_update_elem(&\(states.symbol(insertion.state)), &key, &entry, BPF_ANY) == 0;")
    code.close()
    return made
  }

  /// Only the owner of a whole state makes and removes its records.
  func checkOwned(_ state: StateID, _ verb: String, _ code: CFunction) throws(CodeGenError) {
    try checkFindable(state, code)
    if try modeOnNIC(state, code) != .nic {
      throw refuse("\(verb) '\(program[state].name)': in a split map the host does that", code)
    }
    if let tally = program.states.first(where: { $0.tally?.of == state }) {
      throw refuse(
        "\(verb) '\(program[state].name)', which '\(tally.name)' counts: eBPF keeps no counts of records", code)
    }
  }

  private mutating func meter(
    _ entry: EntryID, _ bucket: Int, _ amount: Value, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    let state = program[entry].state
    _ = try modeOnNIC(state, code)
    let conforms = code.fresh("conforms")
    let clock = now(&code)
    code.line(
      "int \(conforms) = \(states.chargeName(state, bucket))(\(code.name(of: entry)), \(code.expression(amount)), \(clock));"
    )
    return conforms
  }

  private mutating func pick(
    _ state: StateID, _ hash: Value, _ result: Value, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    _ = try modeOnNIC(state, code)
    guard let ring = program[state].ring else { throw refuse("'\(program[state].name)' is no ring", code) }
    let (slot, place) = (code.fresh("slot"), code.fresh("place"))
    code.line("u32 \(slot) = \(code.expression(hash)) % \(ring.size);")
    code.line("u32 *\(place) = bpf_map_lookup_elem(&\(states.symbol(state)), &\(slot));")
    code.define(result, as: "\(place) ? *\(place) : 0xffffffffu", hint: "backend")
    return "(\(code.expression(result)) != 0xffffffffu)"
  }
}

extension NICDialect {
  mutating func finish(_ verdict: Verdict, _ code: inout CFunction) throws(CodeGenError) {
    switch verdict {
    case .forward(let port): code.line("return forward(path, \(bytesNow), \(port));")
    case .reply: code.line("return reply(path, \(bytesNow));")
    case .drop(let reason): code.line("return drop(path, \(bytesNow), \(reason));")
    case .toControlPlane: code.line("return to_control_plane(path, \(bytesNow));")
    }
  }

  mutating func leave(at edge: CutEdge, _ code: inout CFunction) throws(CodeGenError) {
    let clock = now(&code)
    guard let point = edge.resume else {
      return code.line("return punt_restart(ctx, \(edge.cut), \(clock));")
    }
    var live = code.expressions(point.values + point.arguments).map { "(u64)\($0)" }
    live += point.headers.map { "(u64)(\(code.name(of: $0)) - data)" }
    let (note, values) = (code.fresh("handover"), code.fresh("values"))
    code.initialise(
      "struct punt_note \(note)",
      [
        ".cut = \(edge.cut)", ".resume = \(point.index)", ".path = path", ".bucket = bucket", ".arrived = length",
        ".now = \(clock)",
      ])
    if live.isEmpty { return code.line("return punt_resume_0(ctx, &\(note));") }
    code.initialise("u64 \(values)[\(live.count)]", live)
    code.line("return punt_resume_\(live.count)(ctx, &\(note), \(values));")
  }
}
