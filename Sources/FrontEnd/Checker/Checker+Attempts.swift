import Diagnostics
import IR

/// `let x = … else …` and its relatives.
extension Checker {
  mutating func checkLet(
    _ name: Name, _ value: ExpressionSyntax, _ otherwise: BlockSyntax?, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    guard let (attempt, type) = attempt(value) else { return bind(name, value, otherwise, span, &block) }
    guard let otherwise else {
      report(.needsElse(attempt.risk, at: value.span))
      return declare(name, .value(slot: body.newValue(), type))
    }
    let typed = checkOtherwise(otherwise, wanted: type)
    if !typed.ends { report(.elseFallsThrough(at: otherwise.span)) }
    if case .charge = attempt { report(.notAValue("the answer of 'take'", at: value.span)) }
    if case .lookup(_, _, let entry) = attempt, !typed.yields {
      block.append(.attempt(attempt, result: nil, otherwise: typed), span)
      return declare(name, .entry(slot: entry))
    }
    let slot = body.newValue()
    block.append(.attempt(attempt, result: slot, otherwise: typed), span)
    declare(name, .value(slot: slot, type))
  }

  private mutating func bind(
    _ name: Name, _ value: ExpressionSyntax, _ otherwise: BlockSyntax?, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    var typed = sketchAddition(value) ?? inferBound(value)
    if typed.type == .literal { typed = coerce(typed, to: .u64) }
    if let otherwise, typed.type != .unknown { report(.needlessElse(at: otherwise.span, after: value.span)) }
    let slot = body.newValue()
    block.append(.bind(slot, typed), span)
    declare(name, .value(slot: slot, typed.type))
  }

  /// An expression that stands for its effect.
  mutating func checkEvaluate(
    _ value: ExpressionSyntax, _ otherwise: BlockSyntax?, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    if let addition = sketchAddition(value) {
      if let otherwise { report(.needlessElse(at: otherwise.span, after: value.span)) }
      return block.append(.evaluate(addition), span)
    }
    if let (state, insertion) = push(value) {
      guard let full = fullBlock(state, otherwise, span) else { return }
      block.append(.insert([insertion], full: full), span)
      block.yields = block.yields || full?.yields ?? false
      return
    }
    if let change = stateChange(value) {
      if let otherwise { report(.needlessElse(at: otherwise.span, after: value.span)) }
      return block.append(change, span)
    }
    guard let (attempt, _) = attempt(value) else {
      if checkProcedureCall(value, otherwise, span, &block) { return }
      let typed = infer(value)
      if typed.type != .unknown { report(.noEffect(at: value.span)) }
      return
    }
    guard let otherwise else { return report(.needsElse(attempt.risk, at: value.span)) }
    let typed = checkOtherwise(otherwise, wanted: nil)
    block.append(.attempt(attempt, result: nil, otherwise: typed), span)
    block.yields = block.yields || typed.yields
  }

  /// The attempt that an expression is, and the type of what it finds; nil when it cannot fail.
  private mutating func attempt(_ syntax: ExpressionSyntax) -> (Attempt, Type)? {
    switch syntax.kind {
    case .index(let base, let key):
      guard let state = state(base), isLookedUp(state) else { return nil }
      let typed = check(key, as: states[state].key)
      return (.lookup(state: state, key: typed, entry: body.newEntry(of: state)), states[state].value)
    case .call(let callee, let arguments):
      guard case .member(let owner, let operation) = callee.kind else { return nil }
      return attempt(owner, operation, arguments, syntax.span)
    default: return nil
    }
  }

  private mutating func attempt(
    _ owner: ExpressionSyntax, _ operation: Name, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> (Attempt, Type)? {
    if case .index(let base, let key) = owner.kind, let state = state(base), buckets(state) > 0,
      operation.text == "take"
    {
      if buckets(state) > 1 { report(.threeColours(states[state].state.name, at: operation.span)) }
      return (.charge(charge(state, key, operation.text, arguments, span)), .unknown)
    }
    guard let state = state(owner) else { return nil }
    switch (states[state].state.kind, operation.text) {
    case (.pool, "take"):
      if !arguments.isEmpty {
        report(.wrongArgumentCount("'take'", wanted: "nothing", found: arguments.count, at: span))
      }
      return (.take(state: state), states[state].value)
    case (.ring, "pick"):
      let hash = argument(arguments, "pick", as: .u64, span)
      let zero = TypedExpression(kind: .constant([0]), type: .unknown, span: span)
      return (.pick(state: state, hash: hash ?? zero), .u32)
    case (.queue, "pop"):
      if !arguments.isEmpty {
        report(.wrongArgumentCount("'pop'", wanted: "nothing", found: arguments.count, at: span))
      }
      return (.pop(state: state), states[state].value)
    default: return nil
    }
  }

  /// Charges `amount`, the only argument, to the key's buckets.
  mutating func charge(
    _ state: Int, _ key: ExpressionSyntax, _ operation: String, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedCharge {
    let key = check(key, as: states[state].key)
    let amount = argument(arguments, operation, as: .u32, span).map { coerce($0, to: .u64) }
    return TypedCharge(state: state, key: key, amount: amount ?? unknown(span))
  }

  /// Token buckets of each key; 0 for what is no meter.
  func buckets(_ state: Int) -> Int {
    if case .map(let map) = states[state].state.kind { return map.meters.count }
    return 0
  }

  /// True for maps, sets and config tables that are found by a key.
  func isLookedUp(_ state: Int) -> Bool {
    switch states[state].state.kind {
    case .map(let map): map.meters.isEmpty
    case .table: true
    default: false
    }
  }

  /// The state that a plain name means.
  func state(_ syntax: ExpressionSyntax) -> Int? {
    guard case .name(let name) = syntax.kind, body.local(name) == nil else { return nil }
    if case .state(let index)? = globals[name]?.kind { return index }
    return nil
  }

  mutating func argument(
    _ arguments: [ArgumentSyntax], _ operation: String, as type: Type, _ span: SourceSpan
  ) -> TypedExpression? {
    guard arguments.count == 1 else {
      report(.wrongArgumentCount("'\(operation)'", wanted: "one argument", found: arguments.count, at: span))
      return nil
    }
    return check(arguments[0].value, as: type)
  }

  /// `sketch.add(key, amount)`, which is a value and an effect.
  private mutating func sketchAddition(_ syntax: ExpressionSyntax) -> TypedExpression? {
    guard case .call(let callee, let arguments) = syntax.kind, case .member(let owner, let name) = callee.kind,
      name.text == "add", let state = state(owner), case .sketch(let sketch) = states[state].state.kind,
      sketch.cellBits == 64
    else { return nil }
    guard arguments.count == 2 else {
      report(.wrongArgumentCount("'add'", wanted: "a key and an amount", found: arguments.count, at: syntax.span))
      return TypedExpression(kind: .constant([0]), type: .unknown, span: syntax.span)
    }
    let key = check(arguments[0].value, as: states[state].key)
    let amount = check(arguments[1].value, as: .u64)
    return TypedExpression(kind: .sketchAdd(state: state, key: key, amount: amount), type: .u64, span: syntax.span)
  }
}

extension Attempt {
  /// What can go wrong, in words.
  var risk: String {
    switch self {
    case .lookup: "the map may have no such entry"
    case .take: "the pool may be empty"
    case .pick: "there may be no backend"
    case .charge: "the bucket may hold too little"
    case .pop: "no element of the queue may be due"
    }
  }
}
