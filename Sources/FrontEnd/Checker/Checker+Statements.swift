import Diagnostics
import IR

extension Checker {
  /// Checks a block in a scope of its own.
  mutating func checkBlock(_ block: BlockSyntax) -> TypedBlock {
    body.scopes.append([:])
    let outer = body.pending
    body.pending = []
    defer {
      body.scopes.removeLast()
      body.pending = outer
    }
    var typed = TypedBlock(statements: [], ends: false, yields: false)
    for statement in block.statements {
      if typed.ends {
        unreached.insert(statement.span)
        break
      }
      reached.insert(statement.span)
      let count = typed.statements.count
      append(statement, to: &typed)
      typed.statements.insert(contentsOf: body.pending, at: count)
      body.pending = []
      if !countStatement(statement.span) {
        typed.ends = true
        break
      }
    }
    return typed
  }

  static let nothing = TypedBlock(statements: [], ends: false, yields: false)

  private mutating func append(_ statement: StatementSyntax, to block: inout TypedBlock) {
    switch statement.kind {
    case .bind(let name, let value, let otherwise): checkLet(name, value, otherwise, statement.span, &block)
    case .evaluate(let value, let otherwise): checkEvaluate(value, otherwise, statement.span, &block)
    case .assign(let target, let adds, let value):
      if let kind = checkVariableAssignment(target, adds: adds, value) {
        if let kind { block.append(kind, statement.span) }
      } else if let kind = checkAssignment(target, adds: adds, value) {
        block.append(kind, statement.span)
      }
    case .conditional(let condition, let then, let otherwise):
      checkIf(condition, then, otherwise, statement.span, &block)
    case .match(let subject, let cases, let otherwise): checkMatch(subject, cases, otherwise, statement.span, &block)
    case .insert(let insertions, let otherwise): checkInsert(insertions, otherwise, statement.span, &block)
    case .remove(let entry): checkRemove(entry, statement.span, &block)
    case .export(let stream, let value): checkExport(stream, value, statement.span, &block)
    case .use(let value): checkUse(value, statement.span, &block)
    case .variable(let name, let type, let value): checkVariable(name, type, value, statement.span, &block)
    case .loop(let name, let first, let last, let isClosed, let turn):
      checkLoop(LoopHead(name: name, first: first, last: last, isClosed: isClosed), turn, statement.span, &block)
    case .advance(let call): checkAdvance(call, statement.span, &block)
    case .leaveLoop, .nextTurn, .giveBack, .choose: checkLeave(statement, &block)
    case .packet(let syntax): checkPacketStatement(syntax, statement.span, &block)
    case .forward, .drop, .reply, .toControlPlane:
      if let verdict = verdict(statement) { block.append(.finish(verdict), statement.span) }
      block.ends = true
    }
  }

  private mutating func verdict(_ statement: StatementSyntax) -> TypedVerdict? {
    switch statement.kind {
    case .drop(let reason): return .drop(reason)
    case .reply: return .reply
    case .toControlPlane: return .toControlPlane
    case .forward(let name) where name.text == "other" && globals["other"] == nil:
      if ports.count != 2 { report(.twoPortsNeeded(at: name.span)) }
      return .forwardOther
    case .forward(let name): return resolvePort(name).map(TypedVerdict.forward)
    default: return nil
    }
  }

  private mutating func checkUse(_ value: ExpressionSyntax, _ span: SourceSpan, _ block: inout TypedBlock) {
    block.ends = true
    block.yields = true
    guard let wanted = body.wantedValues.last else {
      _ = infer(value)
      return report(.misplacedUse(at: span))
    }
    block.append(.use(check(value, as: wanted)), span)
  }

  // MARK: Branches

  private mutating func checkIf(
    _ condition: ExpressionSyntax, _ then: BlockSyntax, _ otherwise: BlockSyntax?, _ span: SourceSpan,
    _ block: inout TypedBlock
  ) {
    let typed = check(condition, as: .bool)
    if let value = typed.constantValue, condition.asksForKind {
      // Decided by the headers of this instance: the other arm need not make sense for them.
      if let taken = value != 0 ? then : otherwise { block.splice(checkBlock(taken)) }
      return
    }
    let arms = checkArms([then, otherwise])
    block.append(.conditional(typed, then: arms[0], otherwise: arms[1]), span)
    block.close(over: arms)
  }

  /// Checks blocks of which one is executed: what ended in one that goes on may have ended after them.
  mutating func checkArms(_ arms: [BlockSyntax?]) -> [TypedBlock] {
    let before = body.ended
    let inserted = body.insertedBytes
    var most = inserted
    var after = before
    var typed: [TypedBlock] = []
    for arm in arms {
      body.ended = before
      body.insertedBytes = inserted
      defer { most = max(most, body.insertedBytes) }
      let block = arm.map { checkBlock($0) } ?? Self.nothing
      if !block.ends || block.yields { after.merge(body.ended) { first, _ in first } }
      typed.append(block)
    }
    body.ended = after
    body.insertedBytes = most
    return typed
  }

  private mutating func checkMatch(
    _ subject: ExpressionSyntax, _ cases: [MatchCaseSyntax], _ otherwise: BlockSyntax?, _ span: SourceSpan,
    _ block: inout TypedBlock
  ) {
    if checkColour(subject, cases, otherwise, span, &block) { return }
    guard let match = matchHead(subject, cases, hasOtherwise: otherwise != nil, span) else { return }
    // Without `otherwise` the cases are all there are: the last one stands for it.
    let isWhole = otherwise == nil && match.isExhaustive
    let arms = checkArms(cases.map(\.body) + (isWhole ? [] : [otherwise]))
    var typedCases = zip(match.values, arms).map { TypedCase(values: $0, body: $1) }
    if isWhole { typedCases.removeLast() }
    block.append(.match(match.subject, cases: typedCases, otherwise: arms[arms.count - 1]), span)
    block.close(over: arms)
  }

  mutating func caseValue(_ syntax: ExpressionSyntax, _ type: Type, _ seen: inout Set<UInt64>) -> UInt64? {
    guard let value = constantWords(syntax, type)?.first else { return nil }
    if !seen.insert(value).inserted { report(.duplicateCase("\(value)", at: syntax.span)) }
    return value
  }

  /// Checks the block that is taken when an attempt fails.
  mutating func checkOtherwise(_ block: BlockSyntax, wanted: Type?) -> TypedBlock {
    let before = body.ended
    if let wanted { body.wantedValues.append(wanted) }
    let typed = checkBlock(block)
    if wanted != nil { body.wantedValues.removeLast() }
    if typed.ends, !typed.yields { body.ended = before }
    return typed
  }
}

extension TypedBlock {
  mutating func append(_ kind: TypedStatement.Kind, _ span: SourceSpan) {
    statements.append(TypedStatement(kind: kind, span: span))
  }

  /// Notes what becomes of the block's end after a choice among `arms`.
  mutating func close(over arms: [TypedBlock]) {
    ends = arms.allSatisfy(\.ends)
    yields = yields || arms.contains(where: \.yields)
  }

  /// Takes in a block that is executed for certain.
  mutating func splice(_ block: TypedBlock) {
    statements += block.statements
    ends = block.ends
    yields = yields || block.yields
  }
}

extension ExpressionSyntax {
  /// True for a condition that `is` takes part in.
  var asksForKind: Bool {
    switch kind {
    case .isKind: true
    case .not(let operand): operand.asksForKind
    case .binary(let operation, let left, let right): operation.isLogical && (left.asksForKind || right.asksForKind)
    default: false
    }
  }
}
