import IR

extension GraphEmitter {
  mutating func emit(_ instruction: Instruction) throws(CodeGenError) {
    if instruction.operation.isKnown || uses.isDead(instruction) { return }
    if let result = instruction.result, let pure = pureExpression(instruction.operation, result) {
      return emit(result, pure, instruction)
    }
    code.comment(instruction.span.map { "\($0.file):\($0.start.line)" })
    switch instruction.operation {
    case .storeField(let header, let field, let value):
      storeField(header, field, code.expression(value))
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      adjustChecksum(header, field, old, new, udpZeroRule: rule)
    case .storeEntry(let entry, let field, let value):
      try dialect.storeEntry(entry, field: field, code.expression(value), &code)
    case .addEntry(let entry, let field, let value):
      try dialect.addEntry(entry, field: field, code.expression(value), &code)
    case .remove(let entry): try dialect.remove(entry, &code)
    case .storeArray(let state, let index, let field, let value):
      try dialect.storeArray(state, index: code.expression(index), field: field, code.expression(value), &code)
    case .addArray(let state, let index, let field, let value):
      try dialect.addArray(state, index: code.expression(index), field: field, code.expression(value), &code)
    case .sketchAdd(let state, let key, let amount):
      try sketchAdd(state, key, amount, instruction.result)
    case .bind, .insertBytes, .removeBytes, .setLength, .mirror, .export:
      try dialect.change(instruction.operation, &code)
    default:
      guard let result = instruction.result else { return }
      let text = try read(instruction.operation)
      if !code.isDeclared(result), CCondition.isName(text) { return code.inline(result, as: text) }
      code.define(result, as: text, hint: hints[result])
    }
  }

  /// A computed value used once stands in the expression that uses it while that stays short; else it gets a variable.
  private mutating func emit(_ result: Value, _ expression: String, _ instruction: Instruction) {
    if uses.count[result] == 1, !code.isDeclared(result), expression.count <= 48 {
      return code.inline(result, as: expression)
    }
    code.comment(instruction.span.map { "\($0.file):\($0.start.line)" })
    code.define(result, as: expression, hint: hints[result])
  }

  /// Facts and states: what must be read where the instruction stands.
  private mutating func read(_ operation: Operation) throws(CodeGenError) -> String {
    switch operation {
    case .packetLength: return dialect.packetLength(&code)
    case .ingressPort: return dialect.ingressPort(&code)
    case .now: return dialect.now(&code)
    case .loadField(let header, let field): return loadField(header, field)
    case .loadEntry(let entry, let field): return try dialect.loadEntry(entry, field: field, &code)
    case .loadArray(let state, let index, let field):
      return try dialect.loadArray(state, index: code.expression(index), field: field, &code)
    case .sketchEstimate(let state, let key):
      return try dialect.sketchEstimate(state, key: code.expressions(key), &code)
    case .sumBytes, .hashBytes, .skipExtensions, .tally: return try dialect.value(of: operation, &code)
    default: return "0"
    }
  }

  private mutating func sketchAdd(
    _ state: StateID, _ key: [Value], _ amount: Value, _ result: Value?
  ) throws(CodeGenError) {
    let isRead = result.map { uses.count[$0] != nil } ?? false
    let estimate = try dialect.sketchAdd(
      state, key: code.expressions(key), amount: code.expression(amount), isRead: isRead, &code)
    if isRead, let result { code.define(result, as: estimate, hint: "estimate") }
  }
}
