import CodeGenSupport
import IR
import Plan

/// An element of an array that the block being printed has found.
struct ArrayElement: Hashable {
  var block: Int
  var state: StateID
  var index: String
}

extension NICDialect {
  func loadEntry(_ entry: EntryID, field: Int, _ code: inout CFunction) throws(CodeGenError) -> String {
    member(entry, field, &code)
  }

  func storeEntry(_ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError) {
    code.line("\(member(entry, field, &code)) = \(value);")
    classify(entry, field, &code)
  }

  private func classify(_ entry: EntryID, _ field: Int, _ code: inout CFunction) {
    let state = program[entry].state
    guard states.isTimeoutField(state, field) else { return }
    code.line("\(states.classifyName(state))(\(code.name(of: entry)));")
  }

  /// Other CPUs may add to the same entry.
  func addEntry(_ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError) {
    try checkAtomic(program[entry].state, field, code)
    code.line("__sync_fetch_and_add(&\(member(entry, field, &code)), \(value));")
    classify(entry, field, &code)
  }

  private func member(_ entry: EntryID, _ field: Int, _ code: inout CFunction) -> String {
    "\(code.name(of: entry))->value.\(CStruct(valueOf: program[program[entry].state]).members[field])"
  }

  private func checkAtomic(_ state: StateID, _ field: Int, _ code: CFunction) throws(CodeGenError) {
    let field = program[state].valueFields[field]
    if field.type.bits == 32 || field.type.bits == 64 { return }
    throw refuse(
      "adds to '\(program[state].name).\(field.name)' of \(field.type.bits) bits: eBPF adds atomically to 32 or 64",
      code)
  }

  func remove(_ entry: EntryID, _ code: inout CFunction) throws(CodeGenError) {
    let state = program[entry].state
    try checkOwned(state, "removes records of", code)
    code.open("{")
    keyVariable(state, key(of: entry), &code)
    code.line("bpf_map_delete_elem(&\(states.symbol(state)), &key);")
    code.close()
  }

  /// The key that the entry was found by.
  private func key(of entry: EntryID) -> [Value] {
    for block in program.blocks {
      if case .lookup(_, let key, entry, _, _) = block.terminator { return key }
    }
    return []
  }
}

extension NICDialect {
  mutating func loadArray(
    _ state: StateID, index: String, field: Int, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    let element = try element(state, index, &code)
    return "\(element) ? \(element)->\(member(state, field)) : 0"
  }

  mutating func storeArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    if states.mode(state) == .replicated {
      throw refuse("stores to '\(program[state].name)', which both halves have", code)
    }
    let element = try element(state, index, &code)
    code.line("if (\(element)) \(element)->\(member(state, field)) = \(value);")
  }

  mutating func addArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    try checkAtomic(state, field, code)
    let element = try element(state, index, &code)
    code.line("if (\(element)) __sync_fetch_and_add(&\(element)->\(member(state, field)), \(value));")
  }

  private func member(_ state: StateID, _ field: Int) -> String { CStruct(valueOf: program[state]).members[field] }

  /// A pointer to the element, null past the array's end; looked up once in a block.
  private mutating func element(_ state: StateID, _ index: String, _ code: inout CFunction) throws(CodeGenError)
    -> String
  {
    _ = try modeOnNIC(state, code)
    let element = ArrayElement(block: code.block, state: state, index: index)
    if let name = elements[element] { return name }
    let (place, name) = (code.fresh("index"), code.fresh("\(program[state].name)_at"))
    code.line("u32 \(place) = \(index);")
    code.line(
      "struct \(CStruct(valueOf: program[state]).tag) *\(name) = bpf_map_lookup_elem(&\(states.symbol(state)), &\(place));"
    )
    elements[element] = name
    return name
  }
}

extension NICDialect {
  mutating func sketchAdd(
    _ state: StateID, key: [String], amount: String, isRead: Bool, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    _ = try modeOnNIC(state, code)
    let call = "add_\(states.stem(state))(\((key + [amount]).joined(separator: ", ")))"
    if isRead { return call }
    code.line("\(call);")
    return "0"
  }

  func sketchEstimate(_ state: StateID, key: [String], _ code: inout CFunction) throws(CodeGenError) -> String {
    _ = try modeOnNIC(state, code)
    return "estimate_\(states.stem(state))(\(key.joined(separator: ", ")))"
  }
}
