import Diagnostics
import IR

/// Locals that change.
extension Checker {
  mutating func checkVariable(
    _ name: Name, _ type: TypeSyntax?, _ value: ExpressionSyntax, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    var typed = type.map { check(value, as: resolve($0)) } ?? inferBound(value)
    if typed.type == .literal { typed = coerce(typed, to: .u64) }
    let slot = body.newValue()
    block.append(.assign(slot, typed), span)
    declare(name, .variable(slot: slot, typed.type))
  }

  /// An assignment to a variable or a field of one: nil when the target is none, `.some(nil)` after a mistake.
  mutating func checkVariableAssignment(
    _ target: ExpressionSyntax, adds: Bool, _ value: ExpressionSyntax
  ) -> TypedStatement.Kind?? {
    guard let (slot, whole) = variable(target) else { return nil }
    let place = infer(target)
    if place.type == .unknown {
      _ = infer(value)
      return .some(nil)
    }
    var typed = check(value, as: place.type)
    if adds {
      guard case .integer = place.type else {
        report(.badOperand("+=", place.type, at: target.span))
        return .some(nil)
      }
      typed = TypedExpression(kind: .binary(.add, place, typed), type: place.type, span: target.span)
    }
    let base = TypedExpression(kind: .local(slot), type: whole, span: target.span)
    guard let changed = replacing(target, in: base, by: typed) else { return .some(nil) }
    return .assign(slot, changed)
  }

  private func variable(_ target: ExpressionSyntax) -> (slot: Int, Type)? {
    switch target.kind {
    case .name(let name):
      if case .variable(let slot, let type)? = body.local(name)?.kind { return (slot, type) }
      return nil
    case .member(let base, _): return variable(base)
    default: return nil
    }
  }

  /// The variable's value with the part that the target means replaced.
  private mutating func replacing(
    _ target: ExpressionSyntax, in variable: TypedExpression, by value: TypedExpression
  ) -> TypedExpression? {
    guard case .member(let outer, let name) = target.kind else { return value }
    let whole = infer(outer)
    guard case .record(let record) = whole.type, let index = record.index(of: name.text) else {
      report(.notAssignable("this is computed from the variable", at: target.span))
      return nil
    }
    var parts = record.fields.indices.map { field(of: whole, $0, record, target.span) }
    parts[index] = value
    return replacing(outer, in: variable, by: aggregate(parts, whole.type, target.span))
  }
}
