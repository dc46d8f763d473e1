import CodeGenSupport
import IR

extension HostDialect {
  mutating func loadEntry(
    _ entry: EntryID, field: Int, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    try place(entry, field, &code).text
  }

  mutating func storeEntry(
    _ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    code.line("\(try place(entry, field, &code).text) = \(value);")
    try noteTimeout(entry, field, &code)
  }

  mutating func addEntry(
    _ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    let (text, type) = try place(entry, field, &code)
    code.line("\(text) = \(type.cut("\(text) + \(value)"));")
    try noteTimeout(entry, field, &code)
  }

  /// A record's time-out follows the field that decides it.
  private func noteTimeout(_ entry: EntryID, _ field: Int, _ code: inout CFunction) throws(CodeGenError) {
    let (group, member) = try group(of: program[entry].state)
    guard group.members[0].state == member.state, group.timeouts?.field == field else { return }
    code.line("\(group.name)_retime(nf, \(code.name(of: entry)));")
  }

  mutating func remove(_ entry: EntryID, _ code: inout CFunction) throws(CodeGenError) {
    let group = try group(of: program[entry].state).group
    let slot = code.name(of: entry)
    if group.isSplit { code.line("if (!\(group.name)_release(nf, \(slot))) goto \(Self.failure);") }
    code.line("\(group.name)_free(nf, \(slot));")
  }

  /// A value field of an entry as an lvalue, and its type.
  func place(_ entry: EntryID, _ field: Int, _ code: inout CFunction) throws(CodeGenError) -> (
    text: String, type: IntType
  ) {
    let state = program[entry].state
    if program[state].map == nil { return try placeOfRow(entry, field, &code) }
    let (group, member) = try group(of: state)
    guard member.value.members.indices.contains(field) else { throw .foreignPlan(what: "no field \(field)") }
    let text = "nf->\(group.name).records[\(code.name(of: entry))].\(member.name).\(member.value.members[field])"
    return (text, member.source.valueFields[field].type)
  }

  /// A value field of a table's row or of an element taken from a queue; they are only read.
  private func placeOfRow(_ entry: EntryID, _ field: Int, _ code: inout CFunction) throws(CodeGenError) -> (
    text: String, type: IntType
  ) {
    let state = program[program[entry].state]
    let members = CStruct(valueOf: state).members
    guard members.indices.contains(field) else { throw .foreignPlan(what: "no field \(field)") }
    let access = state.table == nil ? "." : "->value."
    return ("\(code.name(of: entry))\(access)\(members[field])", state.valueFields[field].type)
  }

  mutating func test(_ terminator: Terminator, _ code: inout CFunction) throws(CodeGenError) -> String {
    switch terminator {
    case .extract(let header, let offset, _, _): return extract(header, code.expression(offset), &code)
    case .lookup(let state, let key, let entry, _, _) where program[state].table != nil:
      return lookupRow(state, code.expressions(key), entry, &code)
    case .lookup(let state, let key, let entry, _, _): return try lookup(state, code.expressions(key), entry, &code)
    case .insert(let insertions, _, _) where insertions.first.map { program[$0.state].queue != nil } == true:
      return append(insertions[0], &code)
    case .dequeue(let state, let entry, _, _): return dequeue(state, entry, &code)
    case .insert(let insertions, _, _): return try insert(insertions, &code)
    case .take(let state, let result, _, _): return try take(state, result, &code)
    case .meter(let entry, let bucket, let amount, _, _):
      return try meter(entry, bucket, code.expression(amount), &code)
    case .pick(let state, let hash, let result, _, _): return try pick(state, code.expression(hash), result, &code)
    case .jump, .branch, .switch, .finish: throw .foreignPlan(what: "a terminator without a test")
    }
  }

  private func extract(_ header: HeaderID, _ offset: String, _ code: inout CFunction) -> String {
    // A header that is only tested for is not pointed at.
    if usedHeaders.contains(header) { code.bind(header, to: "data + \(offset)") }
    return "((u64)\(offset) + \(program[header].bytes) <= length)"
  }

  private func lookup(
    _ state: StateID, _ key: [String], _ entry: EntryID, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    let (group, member) = try group(of: state)
    let name = code.fresh("\(member.name)_wanted")
    let slot = code.name(of: entry)
    code.line("const struct \(member.key.tag) \(name) = \(member.key.initialiser(key));")
    code.line("const u32 \(slot) = \(member.name)_find(nf, &\(name), now, \(sharing.isShared(entry) ? 1 : 0));")
    if group.isSplit { code.line("if (\(slot) == CORA_FAILED) goto \(Self.failure);") }
    return "(\(slot) != CORA_NONE)"
  }

  private func insert(_ insertions: [Insertion], _ code: inout CFunction) throws(CodeGenError) -> String {
    guard let first = insertions.first else { throw .foreignPlan(what: "an insert of nothing") }
    let group = try group(of: first.state).group
    let made = code.fresh("\(group.name)_made")
    let slot = code.fresh("\(group.name)_slot")
    code.open("const struct \(group.name)_record \(made) = {")
    for insertion in insertions {
      let member = try self.group(of: insertion.state).member
      code.line(".\(member.name)_key = \(member.key.initialiser(code.expressions(insertion.key))),")
      guard !member.value.isEmpty else { continue }
      code.line(".\(member.name) = \(member.value.initialiser(code.expressions(insertion.values))),")
    }
    code.close("};")
    code.line("const u32 \(slot) = \(group.name)_insert(nf, &\(made), now);")
    return "(\(slot) != CORA_NONE)"
  }
}
