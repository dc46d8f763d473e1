extension ProgramParser {
  mutating func terminator(result: Value?) throws(IRTextError) -> Terminator {
    let keyword = advance()
    if keyword.text == "take" || keyword.text == "pick" { return try definingTerminator(keyword, result) }
    guard result == nil else { throw error("'\(keyword.text)' has no result", at: keyword) }
    switch keyword.text {
    case "jump": return .jump(try target())
    case "branch":
      let condition = try value()
      let (then, otherwise) = try edges("then", "else")
      return .branch(condition: condition, then: then, else: otherwise)
    case "switch": return try switchTerminator()
    case "extract": return try extract()
    case "lookup": return try lookup()
    case "insert": return try insert()
    case "meter": return try meterTerminator()
    case "dequeue": return try dequeue()
    default: return .finish(try verdict(keyword))
    }
  }

  private mutating func verdict(_ keyword: IRToken) throws(IRTextError) -> Verdict {
    switch keyword.text {
    case "forward": return .forward(port: try reference(in: names.ports, "port"))
    case "reply": return .reply
    case "drop": return .drop(reason: try reference(in: names.reasons, "reason"))
    default:
      try expect("control")
      try expect("plane")
      return .toControlPlane
    }
  }

  private mutating func definingTerminator(_ keyword: IRToken, _ result: Value?) throws(IRTextError) -> Terminator {
    guard let result else { throw error("'\(keyword.text)' needs a result", at: keyword) }
    let state = StateID(try reference(in: names.states, "state"))
    if keyword.text == "take" {
      let (ok, empty) = try edges("ok", "empty")
      return .take(state, result: result, ok: ok, empty: empty)
    }
    try expect("by")
    let hash = try value()
    let (ok, empty) = try edges("ok", "empty")
    return .pick(state, hash: hash, result: result, ok: ok, empty: empty)
  }

  private mutating func switchTerminator() throws(IRTextError) -> Terminator {
    let value = try value()
    try expect(":")
    var cases: [SwitchCase] = []
    while !accept("else") {
      let match = try number()
      cases.append(SwitchCase(match, try target()))
      try expect(",")
    }
    return .switch(value, cases: cases, default: try target())
  }

  private mutating func extract() throws(IRTextError) -> Terminator {
    let header = HeaderID(try reference(in: names.headers, "header"))
    try expect("at")
    let offset = try value()
    let (ok, short) = try edges("ok", "short")
    return .extract(header, offset: offset, ok: ok, short: short)
  }

  private mutating func lookup() throws(IRTextError) -> Terminator {
    let state = StateID(try reference(in: names.states, "map"))
    let key = try values()
    try expect("as")
    let entry = EntryID(try reference(in: names.entries, "entry"))
    let (hit, miss) = try edges("hit", "miss")
    return .lookup(state, key: key, entry: entry, hit: hit, miss: miss)
  }

  private mutating func insert() throws(IRTextError) -> Terminator {
    var insertions: [Insertion] = []
    if !sees(":") {
      repeat { insertions.append(try insertion()) } while accept(",")
    }
    let (ok, full) = try edges("ok", "full")
    return .insert(insertions, ok: ok, full: full)
  }

  private mutating func insertion() throws(IRTextError) -> Insertion {
    let state = StateID(try reference(in: names.states, "map"))
    let key = try values()
    try expect("=")
    return Insertion(state: state, key: key, values: try values())
  }

  private mutating func meterTerminator() throws(IRTextError) -> Terminator {
    let entry = EntryID(try reference(in: names.entries, "entry"))
    let bucket = accept("bucket") ? try count() : 0
    try expect("by")
    let amount = try value()
    let (conform, exceed) = try edges("conform", "exceed")
    return .meter(entry, bucket: bucket, amount: amount, conform: conform, exceed: exceed)
  }

  private mutating func dequeue() throws(IRTextError) -> Terminator {
    let state = StateID(try reference(in: names.states, "queue"))
    try expect("as")
    let entry = EntryID(try reference(in: names.entries, "entry"))
    let (ok, empty) = try edges("ok", "empty")
    return .dequeue(state, entry: entry, ok: ok, empty: empty)
  }

  /// `: first target, second target`, each behind its name.
  private mutating func edges(_ first: String, _ second: String) throws(IRTextError) -> (Target, Target) {
    try expect(":")
    try expect(first)
    let one = try target()
    try expect(",")
    try expect(second)
    return (one, try target())
  }

  /// `b4(v1, v2)`, or `b4`.
  private mutating func target() throws(IRTextError) -> Target {
    guard let block = seesNumbered("b") else { throw unexpected("a block") }
    _ = advance()
    return Target(BlockID(block), sees("(") ? try values() : [])
  }
}
