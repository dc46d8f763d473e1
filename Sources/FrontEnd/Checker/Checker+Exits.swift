import Diagnostics
import IR

/// Blocks that can be left from inside: bodies of functions, loops, and choices for their value.
extension Checker {
  /// Ends the block: what follows is behind the block of the label.
  mutating func leave(_ label: Int, _ value: TypedExpression?, _ span: SourceSpan, _ block: inout TypedBlock) {
    var index: Int?
    if let value {
      index = body.exits[label].results.count
      body.exits[label].results.append(value)
    }
    body.exits[label].isTaken = true
    body.exits[label].ended.merge(body.ended) { first, _ in first }
    block.append(.leave(label, result: index), span)
    block.ends = true
  }

  /// Takes in a block, which the label's exits lead out of.
  mutating func close(
    _ label: Int, over inner: TypedBlock, result: Int?, _ span: SourceSpan, into block: inout TypedBlock
  ) {
    let exit = body.exits[label]
    guard exit.isTaken else { return block.splice(inner) }
    body.ended = inner.ends ? exit.ended : exit.ended.merging(body.ended) { first, _ in first }
    block.append(.labelled(label, inner, results: exit.results, result: result), span)
    block.ends = false
    block.yields = block.yields || inner.yields
  }

  /// `break`, `continue`, `return` and the value of a choice.
  mutating func checkLeave(_ statement: StatementSyntax, _ block: inout TypedBlock) {
    let span = statement.span
    block.ends = true
    switch statement.kind {
    case .leaveLoop:
      guard let loop = body.loops.last else { return report(.outsideLoop("break", at: span)) }
      leave(loop.end, nil, span, &block)
    case .nextTurn:
      guard let loop = body.loops.last else { return report(.outsideLoop("continue", at: span)) }
      leave(loop.next, nil, span, &block)
    case .giveBack(let value): checkReturn(value, span, &block)
    case .choose(let value):
      guard let choice = body.choices.last else { return }
      leave(choice.label, choice.wanted.map { check(value, as: $0) } ?? infer(value), span, &block)
    default: break
    }
  }

  private mutating func checkReturn(_ value: ExpressionSyntax?, _ span: SourceSpan, _ block: inout TypedBlock) {
    guard let frame = body.frame else {
      if let value { _ = infer(value) }
      return report(.outsideFunction(at: span))
    }
    switch (value, frame.result) {
    case (let value?, let type?): leave(frame.label, check(value, as: type), span, &block)
    case (nil, nil): leave(frame.label, nil, span, &block)
    case (let value?, nil):
      _ = infer(value)
      leave(frame.label, nil, span, &block)
      report(.returnMismatch("this function gives no value: say '-> type' in its declaration", at: span))
    case (nil, let type?):
      leave(frame.label, unknown(span), span, &block)
      report(.returnMismatch("\(type.withArticle) is to be given back here", at: span))
    }
  }

  // MARK: Loops

  struct LoopHead {
    var name: Name
    var first: ExpressionSyntax
    var last: ExpressionSyntax
    var isClosed: Bool
  }

  /// Turns of loops within loops, all in all.
  static let mostTurns = 256

  /// A loop is its body once per turn, with its name for a constant.
  mutating func checkLoop(_ head: LoopHead, _ turn: BlockSyntax, _ span: SourceSpan, _ block: inout TypedBlock) {
    guard let first = constantWords(head.first, .u64)?.first, let last = constantWords(head.last, .u64)?.first else {
      return
    }
    let count = last < first ? 0 : head.isClosed ? (last - first).addingReportingOverflow(1).partialValue : last - first
    guard count <= UInt64(Self.mostTurns / body.turns) else {
      return report(.tooManyTurns(atMost: Self.mostTurns, at: head.last.span))
    }
    if last < first || head.isClosed && count == 0 { return report(.emptyRange(at: head.last.span)) }
    if count == 0 { return }
    let outer = body.turns
    body.turns *= Int(count)
    defer { body.turns = outer }
    let end = body.newExit()
    var inner = TypedBlock(statements: [], ends: false, yields: false)
    for number in first..<(first + count) where !inner.ends {
      checkTurn(head.name, number, turn, end: end, &inner)
    }
    close(end, over: inner, result: nil, span, into: &block)
  }

  private mutating func checkTurn(
    _ name: Name, _ number: UInt64, _ turn: BlockSyntax, end: Int, _ block: inout TypedBlock
  ) {
    let next = body.newExit()
    body.scopes.append([:])
    declare(name, .constant(TypedExpression(kind: .constant([number]), type: .literal, span: name.span)))
    body.loops.append(BodyContext.Loop(end: end, next: next))
    let inner = checkBlock(turn)
    body.loops.removeLast()
    body.scopes.removeLast()
    close(next, over: inner, result: nil, turn.span, into: &block)
  }

  // MARK: Size

  /// Statements of a body with its functions inlined and its loops unrolled.
  static let mostStatements = 4_096

  /// False when there are too many, which is reported.
  mutating func countStatement(_ span: SourceSpan) -> Bool {
    body.statementCount += 1
    if body.statementCount == Self.mostStatements + 1 { report(.bodyTooLarge(atMost: Self.mostStatements, at: span)) }
    return body.statementCount <= Self.mostStatements
  }
}
