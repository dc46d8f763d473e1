import Diagnostics
import IR

extension Checker {
  mutating func inferBinary(
    _ operation: OperatorSyntax, _ leftSyntax: ExpressionSyntax, _ rightSyntax: ExpressionSyntax, _ span: SourceSpan
  ) -> TypedExpression {
    if operation.isLogical { return inferLogical(operation, leftSyntax, rightSyntax, span) }
    let left = infer(leftSyntax)
    let right = infer(rightSyntax)
    if left.type == .unknown || right.type == .unknown { return unknown(span) }
    if operation == .shiftLeft || operation == .shiftRight { return shift(operation, left, right, span) }
    guard let (a, b) = unify(left, right) else {
      report(.differentTypes(left.type, right.type, at: span))
      return unknown(span)
    }
    // A constant that does not fit was reported by `unify`.
    if a.type == .unknown || b.type == .unknown { return unknown(span) }
    if let comparison = operation.comparison { return inferComparison(operation, comparison, a, b, span) }
    guard a.type.isInteger else { return inferTimeArithmetic(operation, a, b, span) }
    if a.type == .literal { return foldLiterals(operation, a, b, span) }
    switch operation {
    case .add, .multiply: return widening(operation, left, right, a, b, span)
    case .subtract:
      report(.mayOverflow("-", wrapping: "&-", saturating: "-|", at: span))
      return unknown(span)
    default: return binary(operation.binary, a, b, span)
    }
  }

  /// Both operands are always looked at: they have no effects. An operand that `is` has decided hides the other one.
  private mutating func inferLogical(
    _ operation: OperatorSyntax, _ leftSyntax: ExpressionSyntax, _ rightSyntax: ExpressionSyntax, _ span: SourceSpan
  ) -> TypedExpression {
    let left = check(leftSyntax, as: .bool)
    let deciding: UInt64 = operation == .and ? 0 : 1
    if leftSyntax.asksForKind, let value = left.constantValue, left.type == .bool {
      return value == deciding ? left : check(rightSyntax, as: .bool)
    }
    let right = check(rightSyntax, as: .bool)
    if left.type == .unknown || right.type == .unknown { return unknown(span) }
    return binary(operation == .and ? .and : .or, left, right, span)
  }

  private mutating func inferComparison(
    _ operation: OperatorSyntax, _ comparison: Comparison, _ left: TypedExpression, _ right: TypedExpression,
    _ span: SourceSpan
  ) -> TypedExpression {
    let isOrdering = comparison != .eq && comparison != .ne
    if isOrdering, !left.type.isScalar || left.type == .bool || left.type.isEnumeration {
      report(.badOperand(operation.rawValue, left.type, at: span))
      return unknown(span)
    }
    return compare(comparison, left, right, span)
  }

  /// `+` and `*` lose nothing: the result is as wide as it takes.
  private mutating func widening(
    _ operation: OperatorSyntax, _ left: TypedExpression, _ right: TypedExpression, _ a: TypedExpression,
    _ b: TypedExpression, _ span: SourceSpan
  ) -> TypedExpression {
    guard case .integer(let bits) = a.type else { return unknown(span) }
    let leftBits = left.significantBits ?? bits
    let rightBits = right.significantBits ?? bits
    let needed = operation == .add ? max(leftBits, rightBits) + 1 : leftBits + rightBits
    guard needed <= 64 else {
      let wrapping = operation == .add ? "&+" : "&*"
      report(.mayOverflow(operation.rawValue, wrapping: wrapping, saturating: operation == .add ? "+|" : nil, at: span))
      return unknown(span)
    }
    let type = Type.integer(bits: max(needed, bits))
    return binary(operation == .add ? .add : .mul, coerce(a, to: type), coerce(b, to: type), span)
  }

  private mutating func shift(
    _ operation: OperatorSyntax, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan
  ) -> TypedExpression {
    guard left.type.isInteger, right.type.isInteger else {
      report(.badOperand(operation.rawValue, left.type.isInteger ? right.type : left.type, at: span))
      return unknown(span)
    }
    if left.type == .literal, right.type == .literal { return foldLiterals(operation, left, right, span) }
    let base = left.type == .literal ? coerce(left, to: .u64) : left
    return binary(operation.binary, base, coerce(right, to: base.type), span)
  }

  /// `now -| entry.seen` is a duration; durations wrap and saturate like integers.
  private mutating func inferTimeArithmetic(
    _ operation: OperatorSyntax, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan
  ) -> TypedExpression {
    let isDifference = operation == .wrappingSubtract || operation == .saturatingSubtract
    let isSum = operation == .wrappingAdd || operation == .saturatingAdd
    guard left.type == .instant && isDifference || left.type == .duration && (isDifference || isSum) else {
      report(.badOperand(operation.rawValue, left.type, at: span))
      return unknown(span)
    }
    var result = binary(operation.binary, left, right, span)
    result.type = .duration
    return result
  }

  private mutating func foldLiterals(
    _ operation: OperatorSyntax, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan
  ) -> TypedExpression {
    guard let a = left.constantValue, let b = right.constantValue else { return unknown(span) }
    let (value, overflow) = Self.exact(operation, a, b)
    if overflow { report(.constantOverflow(at: span)) }
    return TypedExpression(kind: .constant([value]), type: overflow ? .unknown : .literal, span: span)
  }

  private static func exact(_ operation: OperatorSyntax, _ a: UInt64, _ b: UInt64) -> (UInt64, Bool) {
    switch operation {
    case .add: a.addingReportingOverflow(b)
    case .subtract: a.subtractingReportingOverflow(b)
    case .multiply: a.multipliedReportingOverflow(by: b)
    case .shiftLeft: (a << b, b >= 64 || (a << b) >> b != a)
    default: (operation.binary.apply(a, b, as: .u64), false)
    }
  }

  func binary(_ operation: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan)
    -> TypedExpression
  {
    guard let a = left.constantValue, let b = right.constantValue, let word = left.type.words.first else {
      return TypedExpression(kind: .binary(operation, left, right), type: left.type, span: span)
    }
    return TypedExpression(kind: .constant([operation.apply(a, b, as: word.type)]), type: left.type, span: span)
  }

  func compare(_ comparison: Comparison, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan)
    -> TypedExpression
  {
    if let a = left.constant, let b = right.constant {
      let isEqual = a == b
      let value: Bool =
        switch comparison {
        case .eq: isEqual
        case .ne: !isEqual
        default: comparison.holds(a.first ?? 0, b.first ?? 0)
        }
      return TypedExpression(kind: .constant([value ? 1 : 0]), type: .bool, span: span)
    }
    return TypedExpression(kind: .compare(comparison, left, right), type: .bool, span: span)
  }
}

extension OperatorSyntax {
  fileprivate var comparison: Comparison? {
    switch self {
    case .equal: .eq
    case .notEqual: .ne
    case .less: .lt
    case .lessEqual: .le
    case .greater: .gt
    case .greaterEqual: .ge
    default: nil
    }
  }

  fileprivate var binary: BinaryOperator {
    switch self {
    case .bitAnd, .and: .and
    case .bitOr, .or: .or
    case .bitXor: .xor
    case .shiftLeft: .shl
    case .shiftRight: .shr
    case .subtract, .wrappingSubtract: .sub
    case .saturatingAdd: .addSat
    case .saturatingSubtract: .subSat
    case .multiply, .wrappingMultiply: .mul
    case .divide: .div
    case .remainder: .rem
    default: .add
    }
  }
}

extension TypedExpression {
  /// Bits that the value needs, before it was brought to the other operand's type; nil for a literal's context.
  fileprivate var significantBits: Int? {
    if type == .literal, let value = constantValue { return max(64 - value.leadingZeroBitCount, 1) }
    if case .integer(let bits) = type { return bits }
    return nil
  }
}
