extension ProgramParser {
  /// Words that end a block.
  private static let terminators: Set<String> = [
    "jump", "branch", "switch", "extract", "lookup", "insert", "take", "meter", "pick", "dequeue", "forward", "reply",
    "drop", "to",
  ]

  mutating func parseBlock() throws(IRTextError) {
    try expect("block")
    let id = program.blocks.count
    guard seesNumbered("b") == id else { throw unexpected("'b\(id)'") }
    _ = advance()
    let label = try dottedName("the block's label")
    var parameters: [Value] = []
    if sees("(") { parameters = try list { parser throws(IRTextError) in try parser.definition() } }
    try expect(":")
    var block = Block(label: label, parameters: parameters, terminator: .finish(.reply))
    while try !parseLine(into: &block) {}
    program.blocks.append(block)
  }

  /// Reads one instruction, or the terminator; true after the terminator.
  private mutating func parseLine(into block: inout Block) throws(IRTextError) -> Bool {
    let result = try resultDefinition()
    let keyword = token
    guard keyword.kind == .word else { throw unexpected("an instruction or a terminator") }
    if Self.terminators.contains(keyword.text) {
      block.terminator = try terminator(result: result)
      block.terminatorSpan = try span()
      return true
    }
    let operation = try operation()
    block.instructions.append(Instruction(result: result, operation, span: try span()))
    return false
  }

  /// `v3: u16 =`, if the line begins with a value.
  private mutating func resultDefinition() throws(IRTextError) -> Value? {
    guard seesNumbered("v") != nil, seesSymbol(":", after: 1) else { return nil }
    let value = try definition()
    try expect("=")
    return value
  }
}
