import Diagnostics
import IR

/// Arrays that programs write, and counters.
extension Lowering {
  mutating func storeElement(
    _ state: Int, _ index: TypedExpression, _ word: Int, _ value: TypedExpression, _ span: SourceSpan
  ) {
    let place = lowerScalar(index)
    for (offset, value) in lower(value).enumerated() {
      builder.perform(.storeArray(id(of: state), index: place, field: word + offset, value), span)
      forgetElements(of: state, field: word + offset)
    }
  }

  mutating func addElement(
    _ state: Int, _ index: TypedExpression, _ word: Int, _ amount: TypedExpression, _ span: SourceSpan
  ) {
    let place = lowerScalar(index)
    builder.perform(.addArray(id(of: state), index: place, field: word, lowerScalar(amount)), span)
    forgetElements(of: state, field: word)
  }

  /// Adds one packet and its bytes.
  mutating func count(_ state: Int, _ index: TypedExpression, _ span: SourceSpan) {
    let place = lowerScalar(index)
    let length = builder.emit(.packetLength, .u32, span)
    let amounts = [builder.number(1, .u64), builder.convert(length, to: .u64, span)]
    for (field, amount) in amounts.enumerated() {
      builder.perform(.addArray(id(of: state), index: place, field: field, amount), span)
      forgetElements(of: state, field: field)
    }
  }

  /// Two indices may mean the same element.
  private mutating func forgetElements(of state: Int, field: Int) {
    let state = id(of: state)
    builder.forget { operation in
      if case .loadArray(let other, _, let otherField) = operation {
        return other == state && otherField == field
      }
      return false
    }
  }
}
