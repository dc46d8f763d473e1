import Diagnostics
import IR

extension Lowering {
  /// The words of an expression's value.
  mutating func lower(_ expression: TypedExpression) -> [Value] {
    let span = expression.span
    switch expression.kind {
    case .constant(let words):
      return zip(words, expression.type.words).map { builder.number($0, $1.type) }
    case .parameter(let index):
      if let settled = program.parameters[index].settled {
        return zip(settled, expression.type.words).map { builder.number($0, $1.type) }
      }
      let start = members[current].parameterStarts[index]
      return expression.type.words.indices.map { offset in
        builder.emit(.parameter(start + offset), expression.type.words[offset].type, span)
      }
    case .local(let slot):
      let words = expression.type.words
      let known = builder.flow?.variables[slot] ?? body.values[slot]
      return (known ?? words.map { builder.number(0, $0.type) }).map { builder.settled($0) }
    case .entry(let slot): return loadEntry(slot, expression.type, span)
    case .element(let state, let index): return loadElement(state, index, expression.type, span)
    case .field(let base, let index): return lowerField(base, index)
    case .aggregate(let parts): return parts.flatMap { lower($0) }
    case .header(let binding, let field):
      guard let place = placed(binding) else { return field.parts.map { builder.number(0, $0.type) } }
      if place.header.layer.isRemembered { return field.parts.map { remembered($0, of: place.header) } }
      let header = handle(place.header)
      return field.parts.map { builder.settled(builder.emit(.loadField(header, $0), $0.type, span)) }
    case .contains: return [lowerTruth(expression)]
    case .tally(let state, let key): return [builder.emit(.tally(id(of: state), key: lower(key)), .u32, span)]
    case .binary(.and, _, let right) where expression.type == .bool && right.looksUp,
      .binary(.or, _, let right) where expression.type == .bool && right.looksUp:
      return [lowerTruth(expression)]
    case .headerFact(let binding, let fact): return [lower(fact, of: binding, expression.type, span)]
    case .binary(let operation, let left, let right):
      let a = lowerScalar(left)
      return [builder.binary(operation, a, lowerScalar(right), span)]
    case .compare(let comparison, let left, let right): return [lowerComparison(comparison, left, right, span)]
    case .convert(let value):
      let type = expression.type.words.first?.type ?? .u64
      return [builder.convert(lowerScalar(value), to: type, span)]
    case .hash(let values):
      return [builder.emit(.hash(seed: 0, values.flatMap { lower($0) }), .u64, span)]
    case .packetLength: return [builder.emit(.packetLength, .u32, span)]
    case .packetPort: return [builder.emit(.ingressPort, .u16, span)]
    case .packetHash(let offset, let count):
      let start = lowerScalar(offset)
      return [builder.emit(.hashBytes(seed: 0, offset: start, length: lowerScalar(count)), .u64, span)]
    case .packetSum(let offset, let count):
      let start = lowerScalar(offset)
      return [builder.emit(.sumBytes(offset: start, length: lowerScalar(count)), .u16, span)]
    case .now: return [builder.emit(.now, .u64, span)]
    case .sketchAdd(let state, let key, let amount):
      let words = lower(key)
      return [builder.emit(.sketchAdd(id(of: state), key: words, amount: lowerScalar(amount)), .u64, span)]
    case .sketchEstimate(let state, let key):
      return [builder.emit(.sketchEstimate(id(of: state), key: lower(key)), .u64, span)]
    }
  }

  /// The value of an expression of one word.
  mutating func lowerScalar(_ expression: TypedExpression) -> Value {
    lower(expression).first ?? builder.number(0, .u64)
  }

  private mutating func loadEntry(_ slot: Int, _ type: Type, _ span: SourceSpan) -> [Value] {
    let words = type.words
    guard let entry = body.entries[slot] else { return words.map { builder.number(0, $0.type) } }
    return words.enumerated().map { index, word in
      builder.settled(builder.emit(.loadEntry(entry, field: index), word.type, span))
    }
  }

  private mutating func loadElement(
    _ state: Int, _ index: TypedExpression, _ type: Type, _ span: SourceSpan
  ) -> [Value] {
    let place = lowerScalar(index)
    return type.words.enumerated().map { field, word in
      builder.emit(.loadArray(id(of: state), index: place, field: field), word.type, span)
    }
  }

  private mutating func lowerField(_ base: TypedExpression, _ index: Int) -> [Value] {
    guard let record = base.type.fields else { return lower(base) }
    let start = record.fields[..<index].reduce(0) { $0 + $1.type.words.count }
    let count = record.fields[index].type.words.count
    return Array(lower(base)[start..<(start + count)])
  }

  /// Values of several words are equal when all words are.
  private mutating func lowerComparison(
    _ comparison: Comparison, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan
  ) -> Value {
    let a = lower(left)
    let b = lower(right)
    let answers = zip(a, b).map { builder.compare(comparison, $0, $1, span) }
    let joining: BinaryOperator = comparison == .ne ? .or : .and
    guard let first = answers.first else { return builder.number(comparison == .ne ? 0 : 1, .bit) }
    return answers.dropFirst().reduce(first) { builder.binary(joining, $0, $1, span) }
  }
}
