import Diagnostics
import IR

/// Conditions that look records up. They become ways through the graph instead of bits: `and` and `or` look their right
/// side up only where the left one has not decided.
extension Lowering {
  /// Ends the block by a choice; nil for an arm that is known not to be taken.
  mutating func branch(
    on condition: TypedExpression, _ labels: (then: String, otherwise: String)
  ) -> (then: Flow?, otherwise: Flow?) {
    let span = condition.span
    guard condition.looksUp else { return builder.branch(lowerScalar(condition), labels, span) }
    switch condition.kind {
    case .contains(let state, let key):
      return lookup(state, lower(key), newEntry(of: state), span)
    case .compare(.eq, let operand, let constant) where operand.type == .bool && constant.constantValue == 0:
      let (then, otherwise) = branch(on: operand, (labels.otherwise, labels.then))
      return (otherwise, then)
    case .binary(.and, let left, let right):
      let (first, failed) = branch(on: left, labels)
      builder.flow = first
      let (second, failedToo) = branch(on: right, labels)
      return (second, joined([failed, failedToo], labels.otherwise))
    case .binary(.or, let left, let right):
      let (held, next) = branch(on: left, labels)
      builder.flow = next
      let (heldToo, failed) = branch(on: right, labels)
      return (joined([held, heldToo], labels.then), failed)
    default: return builder.branch(lowerScalar(condition), labels, span)
    }
  }

  private mutating func joined(_ flows: [Flow?], _ label: String) -> Flow? {
    builder.join(flows, label: label)
    return builder.flow
  }

  /// A condition's value as a bit.
  mutating func lowerTruth(_ condition: TypedExpression) -> Value {
    let (then, otherwise) = branch(on: condition, (body.label + ".found", body.label + ".absent"))
    var arriving: [GraphBuilder.Arrival] = []
    for (way, bit) in [(then, UInt64(1)), (otherwise, 0)] where way != nil {
      builder.flow = way
      let value = builder.number(bit, .bit)
      if let here = builder.flow {
        arriving.append(GraphBuilder.Arrival(flow: here, values: [value], span: condition.span))
      }
    }
    return builder.merge(arriving, label: body.label + ".known").first ?? builder.number(0, .bit)
  }
}
