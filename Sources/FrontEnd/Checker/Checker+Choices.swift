import Diagnostics
import IR

/// `if` and `match` where a value is wanted. They are executed before the statement that their value is for.
extension Checker {
  /// - Parameters:
  ///   - wanted: the type; nil where the arms say what it is.
  ///   - literal: the type of plain numbers in all arms; nil for the narrowest one.
  mutating func inferChoice(_ statement: StatementSyntax, wanted: Type?, literal: Type? = nil) -> TypedExpression {
    let label = body.newExit()
    let outer = body.wantedValues
    body.wantedValues = []
    body.choices.append(BodyContext.Choice(label: label, wanted: wanted))
    let inner = checkBlock(BlockSyntax(statements: [statement.givingValue], span: statement.span))
    body.choices.removeLast()
    body.wantedValues = outer
    guard inner.ends, body.exits[label].isTaken else {
      report(.noValue(at: statement.span))
      return unknown(statement.span)
    }
    guard let type = wanted ?? commonType(body.exits[label].results, literal: literal) else {
      return unknown(statement.span)
    }
    body.exits[label].results = body.exits[label].results.map { coerce($0, to: type) }
    return value(of: label, inner, type, statement.span)
  }

  /// The value that a block was left with; the block itself is executed before.
  mutating func value(of label: Int, _ inner: TypedBlock, _ type: Type, _ span: SourceSpan) -> TypedExpression {
    if inner.statements.count == 1, case .leave(label, 0?) = inner.statements[0].kind {
      var direct = body.exits[label].results[0]
      direct.span = span
      return direct
    }
    let slot = body.newValue()
    var before = Self.nothing
    close(label, over: inner, result: slot, span, into: &before)
    body.pending += before.statements
    return TypedExpression(kind: .local(slot), type: type, span: span)
  }

  /// A type that all the values can be brought to.
  private mutating func commonType(_ values: [TypedExpression], literal: Type?) -> Type? {
    guard var common = values.first else { return nil }
    if values.contains(where: { $0.type == .unknown }) { return nil }
    if values.allSatisfy({ $0.type == .literal }) { return literal ?? narrowest(values.compactMap(\.constantValue)) }
    for value in values.dropFirst() {
      guard let (unified, _) = unify(common, value) else {
        report(.differentTypes(common.type, value.type, at: value.span))
        return nil
      }
      if unified.type == .unknown { return nil }
      common = unified
    }
    return common.type
  }

  private func narrowest(_ values: [UInt64]) -> Type {
    .integer(bits: max(64 - (values.max() ?? 0).leadingZeroBitCount, 1))
  }

  /// The value of a `let` or `var`.
  mutating func inferBound(_ syntax: ExpressionSyntax) -> TypedExpression {
    if case .choice(let statement) = syntax.kind { return inferChoice(statement, wanted: nil, literal: .u64) }
    return infer(syntax)
  }

  // MARK: Match

  struct MatchHead {
    var subject: TypedExpression
    var values: [[UInt64]]
    /// True where the cases name every case of an enum.
    var isExhaustive: Bool
  }

  /// The subject and the cases' values; nil, and a message, when there can be none.
  mutating func matchHead(
    _ subject: ExpressionSyntax, _ cases: [MatchCaseSyntax], hasOtherwise: Bool, _ span: SourceSpan
  ) -> MatchHead? {
    let typed = infer(subject)
    if typed.type != .unknown, !typed.type.isScalar || typed.type == .literal {
      report(.badOperand("match", typed.type, at: subject.span))
      return nil
    }
    var seen: Set<UInt64> = []
    let values = cases.map { one in one.values.compactMap { caseValue($0, typed.type, &seen) } }
    guard case .enumeration(let type) = typed.type else {
      return MatchHead(subject: typed, values: values, isExhaustive: false)
    }
    let missing = type.cases.filter { !seen.contains($0.value) }.map(\.name)
    if !hasOtherwise, !missing.isEmpty { report(.notExhaustive(missing, of: type.name, at: span)) }
    return MatchHead(subject: typed, values: values, isExhaustive: !cases.isEmpty)
  }
}

extension StatementSyntax {
  /// The choice with the last expression of each arm as its value.
  fileprivate var givingValue: StatementSyntax {
    var result = self
    switch kind {
    case .evaluate(let value, otherwise: nil): result.kind = .choose(value)
    case .conditional(let condition, let then, let otherwise):
      result.kind = .conditional(condition, then: then.givingValue, otherwise: otherwise?.givingValue)
    case .match(let subject, let cases, let otherwise):
      let giving = cases.map { MatchCaseSyntax(values: $0.values, body: $0.body.givingValue) }
      result.kind = .match(subject, cases: giving, otherwise: otherwise?.givingValue)
    default: break
    }
    return result
  }
}

extension BlockSyntax {
  fileprivate var givingValue: BlockSyntax {
    guard let last = statements.last else { return self }
    var result = self
    result.statements[statements.count - 1] = last.givingValue
    return result
  }
}
