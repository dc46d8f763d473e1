import Diagnostics

/// Reads the text form: declarations first, then blocks, one token of look-ahead, no recursion.
struct ProgramParser {
  var program = Program(name: "")
  /// Known once the declarations are read.
  var names = ProgramNames(Program(name: ""))
  /// The type of each value that has one so far, and where each value is used.
  var types: [Int: IntType] = [:]
  var uses: [(value: Value, token: IRToken)] = []
  /// References between states, settled when all are known.
  var links: [StateLink] = []

  private let tokens: [IRToken]
  private let file: String
  private var index = 0

  init(tokens: [IRToken], file: String) {
    self.tokens = tokens
    self.file = file
  }

  /// The next token; the last one is always `.end`.
  var token: IRToken { tokens[index] }

  mutating func parseProgram() throws(IRTextError) -> Program {
    try expect("program")
    program.name = try name("the program's name")
    if accept("from") { program.sourceFile = try string("the source file") }
    while token.kind != .end, token.text != "block" { try parseDeclaration() }
    try settleDeclarations()
    while token.kind != .end { try parseBlock() }
    try settleValues()
    return program
  }

  /// Sets the types by value id: ids must run from 0 without a gap, and each use needs a type.
  private mutating func settleValues() throws(IRTextError) {
    for use in uses where types[use.value.id] == nil {
      throw error("\(use.value) is defined nowhere", at: use.token)
    }
    var list: [IntType] = []
    list.reserveCapacity(types.count)
    for id in 0..<types.count {
      guard let type = types[id] else {
        throw error("value ids have a gap: v\(id) is missing (write 'unused v\(id): type')", at: token)
      }
      list.append(type)
    }
    program.valueTypes = list
  }
}

// Tokens.
extension ProgramParser {
  mutating func advance() -> IRToken {
    let current = tokens[index]
    if index + 1 < tokens.count { index += 1 }
    return current
  }

  /// True if the next token is this word or symbol.
  func sees(_ text: String) -> Bool {
    switch token.kind {
    case .word, .symbol: token.text == text
    default: false
    }
  }

  /// True if this symbol stands `distance` tokens after the next one.
  func seesSymbol(_ text: String, after distance: Int) -> Bool {
    let place = index + distance
    return place < tokens.count && tokens[place].kind == .symbol && tokens[place].text == text
  }

  mutating func accept(_ text: String) -> Bool {
    guard sees(text) else { return false }
    _ = advance()
    return true
  }

  mutating func expect(_ text: String) throws(IRTextError) {
    guard accept(text) else { throw error("expected '\(text)', not \(token.shown)", at: token) }
  }

  func error(_ message: String, at token: IRToken) -> IRTextError {
    IRTextError(message, at: SourceSpan(file: file, start: token.start, end: token.end))
  }

  func unexpected(_ wanted: String) -> IRTextError {
    error("expected \(wanted), not \(token.shown)", at: token)
  }
}
