extension ProgramParser {
  mutating func parseDeclaration() throws(IRTextError) {
    guard token.kind == .word else { throw unexpected("a declaration or a block") }
    switch token.text {
    case "param": try parseParameter()
    case "port": program.ports.append(try nameAfterKeyword("port"))
    case "reason":
      _ = advance()
      program.reasons.append(try string("a reason"))
    case "header": try parseHeader()
    case "stream":
      let name = try nameAfterKeyword("stream")
      program.streams.append(Stream(name: name, fields: try fields()))
    case "entry": try parseEntry()
    case "unused":
      _ = advance()
      _ = try definition()
    default: try parseState()
    }
  }

  private mutating func nameAfterKeyword(_ wanted: String) throws(IRTextError) -> String {
    _ = advance()
    return try name("the name of the \(wanted)")
  }

  private mutating func parseParameter() throws(IRTextError) {
    let name = try nameAfterKeyword("parameter")
    try expect(":")
    let type = try type()
    try expect("=")
    let value = try number()
    program.parameters.append(
      Parameter(name: name, type: type, value: value, shown: try string("how the value is shown")))
  }

  private mutating func parseHeader() throws(IRTextError) {
    let name = try nameAfterKeyword("header")
    try expect(":")
    let kind = try self.name("the header's type")
    program.headers.append(HeaderInstance(name: name, kind: kind, bytes: try count()))
    try expect("bytes")
  }

  /// Entries come after the states they point into.
  private mutating func parseEntry() throws(IRTextError) {
    let name = try nameAfterKeyword("entry")
    try expect(":")
    let state = try reference(in: NameTable(program.states.map(\.name)), "state")
    program.entries.append(EntryInstance(name: name, state: StateID(state)))
  }

  mutating func settleDeclarations() throws(IRTextError) {
    names = ProgramNames(program)
    for link in links { try settle(link) }
  }
}
