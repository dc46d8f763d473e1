import Diagnostics

// The smallest parts: names, numbers, types, values, references, places.
extension ProgramParser {
  mutating func name(_ wanted: String) throws(IRTextError) -> String {
    guard token.kind == .word || token.kind == .string else { throw unexpected(wanted) }
    return advance().text
  }

  mutating func string(_ wanted: String) throws(IRTextError) -> String {
    guard token.kind == .string else { throw unexpected(wanted + " in quotes") }
    return advance().text
  }

  /// Words with dots between, or a string.
  mutating func dottedName(_ wanted: String) throws(IRTextError) -> String {
    if token.kind == .string { return advance().text }
    guard token.kind == .word else { throw unexpected(wanted) }
    var name = advance().text
    while accept(".") {
      guard token.kind == .word else { throw unexpected(wanted) }
      name += "." + advance().text
    }
    return name
  }

  mutating func number() throws(IRTextError) -> UInt64 {
    guard case .integer(let number) = token.kind else { throw unexpected("a number") }
    _ = advance()
    return number
  }

  mutating func count() throws(IRTextError) -> Int {
    let place = token
    guard let count = Int(exactly: try number()) else { throw error("the number is too large", at: place) }
    return count
  }

  mutating func type() throws(IRTextError) -> IntType {
    guard token.kind == .word else { throw unexpected("a type") }
    if accept("bit") { return .bit }
    guard token.text.hasPrefix("u"), let bits = Int(token.text.dropFirst()), (1...64).contains(bits) else {
      throw unexpected("a type: 'bit' or 'u2' to 'u64'")
    }
    _ = advance()
    return IntType(bits)
  }

  /// A word such as `v12`: the prefix and an id without leading zeros.
  func seesNumbered(_ prefix: String) -> Int? {
    guard token.kind == .word, token.text.hasPrefix(prefix) else { return nil }
    let digits = token.text.dropFirst(prefix.count)
    guard digits.utf8.allSatisfy(IRText.isDigit), let id = Int(digits), String(id) == digits else { return nil }
    return id
  }

  /// The use of a value.
  mutating func value() throws(IRTextError) -> Value {
    guard let id = seesNumbered("v") else { throw unexpected("a value") }
    uses.append((Value(id), token))
    _ = advance()
    return Value(id)
  }

  /// `v3: u16`, the place where a value gets its type.
  mutating func definition() throws(IRTextError) -> Value {
    guard let id = seesNumbered("v") else { throw unexpected("a value") }
    let place = advance()
    try expect(":")
    let type = try type()
    guard types[id] == nil || types[id] == type else { throw error("v\(id) had another type before", at: place) }
    types[id] = type
    return Value(id)
  }

  /// Zero or more of something between brackets, with commas.
  mutating func list<Element>(
    _ element: (inout ProgramParser) throws(IRTextError) -> Element
  ) throws(IRTextError) -> [Element] {
    try expect("(")
    var elements: [Element] = []
    if accept(")") { return elements }
    repeat { elements.append(try element(&self)) } while accept(",")
    try expect(")")
    return elements
  }

  mutating func values() throws(IRTextError) -> [Value] {
    try list { parser throws(IRTextError) in try parser.value() }
  }

  /// A declaration's index: its name, or `#index`.
  mutating func reference(in table: NameTable, _ wanted: String) throws(IRTextError) -> Int {
    if accept("#") { return try count() }
    let place = token
    let name = try name(wanted)
    guard let index = table.index(of: name) else {
      throw error("there is no \(wanted) named \(IRText.quoted(name))", at: place)
    }
    return index
  }

  /// ` @line:column-line:column` if it is there.
  mutating func span() throws(IRTextError) -> SourceSpan? {
    guard accept("@") else { return nil }
    var file = program.sourceFile
    if token.kind == .string {
      file = advance().text
      try expect(":")
    }
    let start = try position()
    try expect("-")
    return SourceSpan(file: file, start: start, end: try position())
  }

  private mutating func position() throws(IRTextError) -> SourcePosition {
    let line = try count()
    try expect(":")
    return SourcePosition(line: line, column: try count())
  }
}
