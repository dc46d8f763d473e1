import IR

extension GraphEmitter {
  /// Prints a block, what follows it in place, and then the joins it dominates.
  mutating func emit(block index: Int) throws(CodeGenError) {
    code.block = index
    let block = program.blocks[index]
    for instruction in block.instructions { try emit(instruction) }
    declareJoinParameters(in: index)
    try emit(block.terminator, of: index)
    try emitJoins(in: index)
  }

  /// Prints the labelled blocks whose nearest dominator is `block`; -1: those behind the entries.
  mutating func emitJoins(in block: Int) throws(CodeGenError) {
    for join in shape.joins(in: block) {
      code.line()
      code.text.label(labels[join] ?? "")
      try emit(block: join)
    }
  }

  private mutating func declareJoinParameters(in block: Int) {
    for join in shape.joins(in: block) {
      for parameter in program.blocks[join].parameters {
        code.declare(parameter, hint: hints[parameter], initialised: false)
      }
    }
  }

  private mutating func emit(_ terminator: Terminator, of block: Int) throws(CodeGenError) {
    let place = program.blocks[block].terminatorSpan.map { "\($0.file):\($0.start.line)" }
    code.comment(place)
    switch terminator {
    case .finish(let verdict): try dialect.finish(verdict, &code)
    case .jump: try emitEdge(0, of: block)
    case .branch(let condition, _, _): try emitArms(code.expression(condition), of: block)
    case .switch(let value, let cases, _): try emitSwitch(value, cases, of: block)
    default: try emitArms(try dialect.test(terminator, &code), of: block)
    }
  }

  /// Nests the smaller arm and lets the larger one follow.
  private mutating func emitArms(_ condition: String, of block: Int) throws(CodeGenError) {
    let nestsFirst = size(ofEdge: 0, from: block) < size(ofEdge: 1, from: block)
    code.open("if (\(nestsFirst ? CCondition.bare(condition) : CCondition.negated(condition))) {")
    try emitEdge(nestsFirst ? 0 : 1, of: block)
    code.close()
    try emitEdge(nestsFirst ? 1 : 0, of: block)
  }

  private mutating func emitSwitch(
    _ value: Value, _ cases: [SwitchCase], of block: Int
  ) throws(CodeGenError) {
    code.open("switch (\(CCondition.bare(code.expression(value)))) {")
    for (edge, item) in cases.enumerated() {
      code.open("case \(code.type(of: value).literal(item.match)): {")
      try emitEdge(edge, of: block)
      code.close()
    }
    code.close()
    try emitEdge(cases.count, of: block)
  }

  /// Follows an edge: out of the half, to a label, or straight into its block.
  private mutating func emitEdge(_ edge: Int, of block: Int) throws(CodeGenError) {
    let target = program.blocks[block].terminator.targets[edge]
    let increment = paths.increment(from: BlockID(block), edge: edge)
    let cut = cuts[Edge(BlockID(block), edge)]
    if increment != 0 && (cut == nil || cut?.resume != nil) { code.line("path += \(increment);") }
    if let cut {
      code.block = block
      try dialect.leave(at: cut, &code)
    } else if shape.isJoin(target.block.index) {
      for (parameter, argument) in zip(program[target.block].parameters, target.arguments) {
        code.define(parameter, as: code.expression(argument))
      }
      code.line("goto \(labels[target.block.index] ?? "");")
    } else {
      for (parameter, argument) in zip(program[target.block].parameters, target.arguments) {
        bind(parameter, to: argument)
      }
      try emit(block: target.block.index)
    }
  }

  private func size(ofEdge edge: Int, from block: Int) -> Int {
    if cuts[Edge(BlockID(block), edge)] != nil { return 0 }
    return shape.printedSize(program.blocks[block].terminator.targets[edge].block.index)
  }

  /// A parameter of a block with one way in is its argument under another name.
  private mutating func bind(_ parameter: Value, to argument: Value) {
    let expression = code.expression(argument)
    if !code.isDeclared(parameter), CCondition.isName(expression) {
      code.inline(parameter, as: expression)
    } else {
      code.define(parameter, as: expression, hint: hints[parameter])
    }
  }
}
