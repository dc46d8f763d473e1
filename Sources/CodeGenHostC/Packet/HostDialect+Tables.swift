import CodeGenSupport
import IR

extension HostDialect {
  func take(_ state: StateID, _ result: Value, _ code: inout CFunction) throws(CodeGenError) -> String {
    guard let pool = program[state].pool else { throw .foreignPlan(what: "'\(program[state].name)' is no pool") }
    let name = CNames.symbol(ofState: program[state].name)
    let element = code.fresh("\(name)_element")
    code.line("const u32 \(element) = \(name)_take(nf);")
    code.define(result, as: pool.type.cut("\(IntType.u64.literal(pool.first)) + \(element)"), hint: "\(name)_taken")
    return "(\(element) != CORA_NONE)"
  }

  func pick(_ state: StateID, _ hash: String, _ result: Value, _ code: inout CFunction) throws(CodeGenError) -> String {
    guard let ring = program[state].ring else { throw .foreignPlan(what: "'\(program[state].name)' is no ring") }
    let name = CNames.symbol(ofState: program[state].name)
    code.define(result, as: "nf->\(name)[\(hash) % \(ring.size)]", hint: "\(name)_picked")
    return "(\(code.expression(result)) != UINT32_MAX)"
  }

  mutating func loadArray(
    _ state: StateID, index: String, field: Int, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    let (at, element, size) = try self.element(state, index, field, &code)
    return "(\(at) < \(size) ? \(element.text) : 0)"
  }

  mutating func storeArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    let (at, element, size) = try self.element(state, index, field, &code)
    code.line("if (\(at) < \(size)) \(element.text) = \(value);")
  }

  mutating func addArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction
  ) throws(CodeGenError) {
    let (at, element, size) = try self.element(state, index, field, &code)
    code.line("if (\(at) < \(size)) \(element.text) = \(element.type.cut("\(element.text) + \(value)"));")
  }

  /// A variable that holds the index, the element's field as an lvalue with its type, and the array's size.
  private func element(
    _ state: StateID, _ index: String, _ field: Int, _ code: inout CFunction
  ) throws(CodeGenError) -> (at: String, element: (text: String, type: IntType), size: Int) {
    let members = CStruct(valueOf: program[state]).members
    guard let array = program[state].array, members.indices.contains(field) else {
      throw .foreignPlan(what: "no field \(field) of '\(program[state].name)'")
    }
    let name = CNames.symbol(ofState: program[state].name)
    let at = code.fresh("\(name)_at")
    code.line("const u32 \(at) = \(index);")
    return (at, ("nf->\(name)[\(at)].\(members[field])", array.value[field].type), array.size)
  }

  mutating func sketchAdd(
    _ state: StateID, key: [String], amount: String, isRead: Bool, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    if aheadMaps != nil { return try lookAhead(state, key, &code) }
    let added = code.fresh("added")
    code.line("const u64 \(added) = \(amount);")
    let counters = try self.counters(state, key, &code)
    let isSmall = program[state].sketch?.cellBits == 8
    for counter in counters {
      code.line(isSmall ? "*\(counter) = (u8)add_sat(*\(counter), \(added), 255);" : "*\(counter) += \(added);")
    }
    return isRead ? least(counters, &code) : "0"
  }

  mutating func sketchEstimate(
    _ state: StateID, key: [String], _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    least(try counters(state, key, &code), &code)
  }

  private mutating func lookAhead(
    _ map: StateID, _ key: [String], _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    if program[map].sketch != nil {
      for counter in try counters(map, key, &code) { code.line("__builtin_prefetch(\(counter), 1);") }
      return "0"
    }
    let (_, member) = try group(of: map)
    let wanted = code.fresh("\(member.name)_wanted")
    code.line("const struct \(member.key.tag) \(wanted) = \(member.key.initialiser(key));")
    code.line("return \(member.name)_ahead(nf, &\(wanted));")
    hasReturned = true
    return "0"
  }

  /// Variables that point at the key's counter in each row.
  private func counters(_ state: StateID, _ key: [String], _ code: inout CFunction) throws(CodeGenError) -> [String] {
    guard let sketch = program[state].sketch else { throw .foreignPlan(what: "'\(program[state].name)' is no sketch") }
    let name = CNames.symbol(ofState: program[state].name)
    let words = key.map { expression in
      let word = code.fresh("\(name)_key")
      code.line("const u64 \(word) = \(expression);")
      return word
    }
    return (0..<sketch.rows).map { row in
      let seed = IntType.u64.literal(mix64(seed: UInt64(row + 1), []))
      let hash = words.reduce(seed) { "mix(\($0), \($1))" }
      let counter = code.fresh("\(name)_row")
      let place = "\(row * sketch.columns) + (\(hash) & \(sketch.columns - 1))"
      code.line("u\(sketch.cellBits) *const \(counter) = &nf->\(name)[\(place)];")
      return counter
    }
  }

  private func least(_ counters: [String], _ code: inout CFunction) -> String {
    let least = code.fresh("least")
    code.line("u64 \(least) = UINT64_MAX;")
    for counter in counters { code.line("\(least) = min64(\(least), *\(counter));") }
    return least
  }
}
