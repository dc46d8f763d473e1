extension ProgramParser {
  mutating func operation() throws(IRTextError) -> Operation {
    let keyword = advance()
    if let operation = BinaryOperator(rawValue: keyword.text) { return try binary(operation) }
    if let comparison = Comparison(rawValue: keyword.text) { return try compare(comparison) }
    switch keyword.text {
    case "constant": return .constant(try number())
    case "parameter": return .parameter(try reference(in: names.parameters, "parameter"))
    case "select": return try select()
    case "convert": return .convert(try value())
    case "hash": return try hash()
    case "packetLength": return .packetLength
    case "ingressPort": return .ingressPort
    case "now": return .now
    case "load": return try load()
    case "store": return try store()
    case "checksum": return try checksum()
    case "read": return try read()
    case "write": return try write()
    case "increase": return try increase()
    case "remove": return .remove(EntryID(try reference(in: names.entries, "entry")))
    case "count": return try sketchAdd()
    case "estimate": return try sketchEstimate()
    case "tally": return .tally(StateID(try reference(in: names.states, "tally")), key: try values())
    case "bind", "insertBytes", "removeBytes", "setLength", "sumBytes", "hashBytes", "skipExtensions", "mirror", "export":
      return try packetOperation(keyword)
    default: throw error("there is no instruction \(keyword.shown)", at: keyword)
    }
  }

  private mutating func binary(_ operation: BinaryOperator) throws(IRTextError) -> Operation {
    let left = try value()
    try expect(",")
    return .binary(operation, left, try value())
  }

  private mutating func compare(_ comparison: Comparison) throws(IRTextError) -> Operation {
    let left = try value()
    try expect(",")
    return .compare(comparison, left, try value())
  }

  private mutating func select() throws(IRTextError) -> Operation {
    let condition = try value()
    try expect("then")
    let then = try value()
    try expect("else")
    return .select(condition: condition, then: then, else: try value())
  }

  private mutating func hash() throws(IRTextError) -> Operation {
    try expect("seed")
    let seed = try number()
    return .hash(seed: seed, try values())
  }

  private mutating func load() throws(IRTextError) -> Operation {
    let (header, field) = try headerField()
    return .loadField(header, field)
  }

  private mutating func store() throws(IRTextError) -> Operation {
    let (header, field) = try headerField()
    try expect("=")
    return .storeField(header, field, try value())
  }

  private mutating func checksum() throws(IRTextError) -> Operation {
    let (header, field) = try headerField()
    try expect("from")
    let old = try value()
    try expect("to")
    let new = try value()
    return .adjustChecksum(header, field, old: old, new: new, udpZeroRule: accept("zeroRule"))
  }

  /// `ip.source[96:32]`: the header, the field's name, its first bit and its width.
  private mutating func headerField() throws(IRTextError) -> (HeaderID, Field) {
    let header = try reference(in: names.headers, "header")
    try expect(".")
    let name = try dottedName("a field")
    try expect("[")
    let offset = try count()
    try expect(":")
    let width = token
    let bits = try count()
    guard (1...64).contains(bits) else { throw error("a field has 1 to 64 bits", at: width) }
    try expect("]")
    return (HeaderID(header), Field(name: name, bitOffset: offset, type: IntType(bits)))
  }
}

extension ProgramParser {
  /// A field of an entry or of an array's element.
  private enum Place {
    case entry(EntryID, field: Int)
    case element(StateID, index: Value, field: Int)
  }

  /// `hit.port`, or `backends[v3].address`.
  private mutating func place() throws(IRTextError) -> Place {
    if namesElement() {
      let state = try reference(in: names.states, "array")
      try expect("[")
      let index = try value()
      try expect("]")
      try expect(".")
      return .element(StateID(state), index: index, field: try fieldReference(of: state))
    }
    let entry = try reference(in: names.entries, "entry")
    try expect(".")
    let state = program.entries.indices.contains(entry) ? program.entries[entry].state.index : -1
    return .entry(EntryID(entry), field: try fieldReference(of: state))
  }

  private func namesElement() -> Bool {
    sees("#") ? seesSymbol("[", after: 2) : seesSymbol("[", after: 1)
  }

  private mutating func read() throws(IRTextError) -> Operation {
    switch try place() {
    case .entry(let entry, let field): .loadEntry(entry, field: field)
    case .element(let state, let index, let field): .loadArray(state, index: index, field: field)
    }
  }

  private mutating func write() throws(IRTextError) -> Operation {
    let place = try place()
    try expect("=")
    let value = try value()
    return switch place {
    case .entry(let entry, let field): .storeEntry(entry, field: field, value)
    case .element(let state, let index, let field): .storeArray(state, index: index, field: field, value)
    }
  }

  private mutating func increase() throws(IRTextError) -> Operation {
    let place = try place()
    try expect("by")
    let value = try value()
    return switch place {
    case .entry(let entry, let field): .addEntry(entry, field: field, value)
    case .element(let state, let index, let field): .addArray(state, index: index, field: field, value)
    }
  }

  private mutating func sketchAdd() throws(IRTextError) -> Operation {
    let state = StateID(try reference(in: names.states, "sketch"))
    let key = try values()
    try expect("by")
    return .sketchAdd(state, key: key, amount: try value())
  }

  private mutating func sketchEstimate() throws(IRTextError) -> Operation {
    let state = StateID(try reference(in: names.states, "sketch"))
    return .sketchEstimate(state, key: try values())
  }
}
