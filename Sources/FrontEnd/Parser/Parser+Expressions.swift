import Diagnostics

extension Parser {
  mutating func parseExpression() -> ExpressionSyntax { parseBinary(atLeast: 1) }

  private mutating func parseBinary(atLeast floor: Int) -> ExpressionSyntax {
    var left = parsePrefix(floor)
    while let (operation, length) = currentOperator, operation.precedence >= floor {
      if operation.isComparison, case .binary(let inner, _, _) = left.kind, inner.isComparison,
        floor <= OperatorSyntax.comparisonPrecedence, previous.kind != .symbol(.rightParen)
      {
        report(.chainedComparison(at: span(of: current)))
        left.kind = .missing
      }
      if doubledOperator != nil { reportDoubled(operation) }
      for _ in 0..<length { advance() }
      let right = parseBinary(atLeast: operation.precedence + 1)
      left = node(.binary(operation, left, right), from: left, to: right)
    }
    return left
  }

  /// `not` binds looser than comparisons, tighter than `and`.
  private mutating func parsePrefix(_ floor: Int) -> ExpressionSyntax {
    guard at(word: "not") else { return parseIs(parsePostfix()) }
    let start = current
    advance()
    guard enter(start) else { return missing(start) }
    defer { expressionDepth -= 1 }
    let operand = parseBinary(atLeast: OperatorSyntax.comparisonPrecedence)
    return ExpressionSyntax(kind: .not(operand), span: span(from: start), depth: operand.depth + 1)
  }

  private mutating func parseIs(_ operand: ExpressionSyntax) -> ExpressionSyntax {
    guard take(word: "is") else { return operand }
    guard let kind = parseHeaderKind() else { return operand }
    var result = operand
    result.kind = .isKind(operand, kind)
    result.span.end = kind.span.end
    result.depth += 1
    return result
  }

  private var currentOperator: (OperatorSyntax, Int)? {
    if let doubled = doubledOperator { return (doubled, 2) }
    return switch current.kind {
    case .word(let word) where word == "and" || word == "or": OperatorSyntax(rawValue: word).map { ($0, 1) }
    case .symbol(let symbol): OperatorSyntax(rawValue: symbol.rawValue).map { ($0, 1) }
    default: nil
    }
  }

  private mutating func parsePostfix() -> ExpressionSyntax {
    var base = parsePrimary()
    while true {
      if at(.dot) {
        advance()
        guard let name = expectName("a field") else { return base }
        base = extend(.member(base, name), base)
      } else if at(.leftBracket), !current.startsLine {
        let key = parseKey()
        base = extend(.index(base, key), base, key.depth)
      } else if at(.leftParen), !current.startsLine {
        let arguments = parseArguments()
        base = extend(.call(base, arguments), base, arguments.map(\.value.depth).max() ?? 0)
      } else {
        return base
      }
    }
  }

  private mutating func parsePrimary() -> ExpressionSyntax {
    let start = current
    switch start.kind {
    case .integer(let value): return leaf(.integer(value))
    case .duration(let value): return leaf(.duration(value))
    case .ipv4(let value): return leaf(.ipv4(value))
    case .ipv6(let value): return leaf(.ipv6(value))
    case .mac(let value): return leaf(.mac(value))
    case .word("true"): return leaf(.boolean(true))
    case .word("false"): return leaf(.boolean(false))
    case .word(let word) where word == "if" || word == "match": return parseChoice(word)
    case .word("bit") where startsBitConversion: return parseBitConversion()
    case .word(let word) where !Self.statementWords.contains(word) || word == "to" || word == "reply":
      return leaf(.name(word))
    case .symbol(.leftParen): return parseParenthesised()
    case .malformed:
      advance()
      return missing(start)
    default:
      reportExpected("an expression")
      return missing(start)
    }
  }

  /// True at `bit<12>(`; nothing else that begins so is an expression, for comparisons do not chain.
  private var startsBitConversion: Bool {
    guard case .integer = lookahead(2).kind, !lookahead(4).startsLine else { return false }
    return [1: Symbol.less, 3: .greater, 4: .leftParen].allSatisfy { lookahead($0).kind == .symbol($1) }
  }

  /// `bit<12>` before what it converts.
  private mutating func parseBitConversion() -> ExpressionSyntax {
    let start = current
    guard case .bits(let bits) = parseType().kind else { return missing(start) }
    return ExpressionSyntax(kind: .bits(bits), span: span(from: start), depth: 1)
  }

  /// `(x)` is x; `(x, y)` is a tuple.
  mutating func parseParenthesised() -> ExpressionSyntax {
    let start = current
    let arguments = parseArguments()
    if arguments.count == 1, arguments[0].label == nil {
      var inner = arguments[0].value
      inner.span = span(from: start)
      return inner
    }
    let depth = (arguments.map(\.value.depth).max() ?? 0) + 1
    return checked(ExpressionSyntax(kind: .tuple(arguments), span: span(from: start), depth: depth))
  }

  mutating func parseArguments() -> [ArgumentSyntax] {
    let start = current
    advance()
    guard enter(start) else { return [] }
    defer { expressionDepth -= 1 }
    var arguments: [ArgumentSyntax] = []
    while !isAtEnd, !at(.rightParen) {
      let isLabelled = current.word != nil && lookahead(1).kind == .symbol(.colon)
      let label = isLabelled ? expectName("a label") : nil
      if isLabelled { advance() }
      arguments.append(ArgumentSyntax(label: label, value: parseExpression()))
      if !take(.comma) { break }
    }
    expect(.rightParen)
    return arguments
  }

  /// `[key]` or `[first, second]`.
  mutating func parseKey() -> ExpressionSyntax {
    let start = current
    advance()
    guard enter(start) else { return missing(start) }
    defer { expressionDepth -= 1 }
    var parts: [ArgumentSyntax] = []
    repeat { parts.append(ArgumentSyntax(label: nil, value: parseExpression())) } while take(.comma)
    expect(.rightBracket)
    if parts.count == 1 { return parts[0].value }
    let depth = (parts.map(\.value.depth).max() ?? 0) + 1
    return checked(ExpressionSyntax(kind: .tuple(parts), span: span(from: start), depth: depth))
  }
}

// MARK: Nodes

extension Parser {
  private mutating func leaf(_ kind: ExpressionSyntax.Kind) -> ExpressionSyntax {
    let expression = ExpressionSyntax(kind: kind, span: span(of: current), depth: 1)
    advance()
    return expression
  }

  func missing(_ token: Token) -> ExpressionSyntax {
    ExpressionSyntax(kind: .missing, span: span(of: token), depth: 1)
  }

  private mutating func node(
    _ kind: ExpressionSyntax.Kind, from left: ExpressionSyntax, to right: ExpressionSyntax
  ) -> ExpressionSyntax {
    let span = SourceSpan(file: source.path, start: left.span.start, end: max(left.span.end, right.span.end))
    return checked(ExpressionSyntax(kind: kind, span: span, depth: max(left.depth, right.depth) + 1))
  }

  private mutating func extend(
    _ kind: ExpressionSyntax.Kind, _ base: ExpressionSyntax, _ depth: Int = 0
  ) -> ExpressionSyntax {
    let end = source.position(at: previous.range.upperBound)
    let span = SourceSpan(file: source.path, start: base.span.start, end: max(base.span.start, end))
    return checked(ExpressionSyntax(kind: kind, span: span, depth: max(base.depth, depth) + 1))
  }

  /// Cuts off trees that later phases could not walk without bound.
  private mutating func checked(_ expression: ExpressionSyntax) -> ExpressionSyntax {
    guard expression.depth > 2 * Self.deepest else { return expression }
    reportTooDeep(at: expression.span)
    return ExpressionSyntax(kind: .missing, span: expression.span, depth: 1)
  }

  mutating func enter(_ start: Token) -> Bool {
    expressionDepth += 1
    if expressionDepth <= Self.deepest { return true }
    expressionDepth -= 1
    reportTooDeep(at: span(of: start))
    return false
  }
}
