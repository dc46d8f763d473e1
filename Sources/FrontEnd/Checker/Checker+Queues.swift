import Diagnostics
import IR

/// Queues, tallies, Bloom filters and streams.
extension Checker {
  mutating func checkQueue(
    _ index: Int, _ syntax: StateSyntax, _ element: TypeSyntax, _ attributes: [String: AttributeSyntax]
  ) {
    states[index].value = resolve(element)
    let capacity = number("capacity", Self.recordLimit, of: syntax, attributes) ?? 1
    var delay: UInt64 = 0
    if case .number(let expression)? = attributes["after"]?.kind {
      delay = time(expression, "'after'") ?? 0
    } else {
      report(.missingAttribute("after", of: syntax.name))
    }
    switch attributes["full"]?.kind {
    case .full(let block)?: fullBodies[index] = block
    case .fullEvictOldest?, .fullSample?:
      if let name = attributes["full"]?.name { report(.neverEvicts(syntax.name, at: name.span)) }
    default: break
    }
    states[index].state.kind = .queue(
      QueueState(
        value: states[index].value.stateFields(fallback: "value"), capacity: Int(capacity), delayNanoseconds: delay))
  }

  /// The element that `due.push(flow)` appends; nil for anything else.
  mutating func push(_ syntax: ExpressionSyntax) -> (state: Int, TypedInsertion)? {
    guard case .call(let callee, let arguments) = syntax.kind, case .member(let owner, let operation) = callee.kind,
      operation.text == "push", let state = state(owner), case .queue = states[state].state.kind
    else { return nil }
    let value = argument(arguments, "push", as: states[state].value, syntax.span) ?? unknown(syntax.span)
    let key = TypedExpression(kind: .aggregate([]), type: .nothing, span: syntax.span)
    return (state, TypedInsertion(state: state, key: key, value: value))
  }

  mutating func checkTally(_ index: Int, _ syntax: StateSyntax, _ map: Name, _ fields: [Name]) {
    states[index].state.kind = .tally(TallyState(of: StateID(index), key: [], fields: []))
    guard let owner = primary(map), case .map(let owned) = states[owner].state.kind else { return }
    var parts: [RecordType.Field] = []
    var words: [Int] = []
    for name in fields {
      guard let (type, place) = keyPart(states[owner].key, name.text) else {
        let nearest = nearestName(to: name.text, among: states[owner].key.fieldNames)
        report(.unknownField(name.text, of: "the key of '\(map.text)'", nearest: nearest, at: name.span))
        return
      }
      if parts.contains(where: { $0.name == name.text }) {
        return report(.duplicateName(name.text, first: nil, at: name.span))
      }
      parts.append(.init(name: name.text, type: type))
      words += place
    }
    let type = parts.count == 1 ? parts[0].type : .record(RecordType(name: nil, fields: parts))
    states[index].key = type
    states[index].state.kind = .tally(
      TallyState(of: StateID(owner), key: words.map { owned.key[$0] }, fields: words))
  }

  /// A field of a key and its words; a key of one value is called 'key'.
  private func keyPart(_ key: Type, _ name: String) -> (Type, [Int])? {
    guard case .record(let record) = key else { return name == "key" ? (key, Array(key.words.indices)) : nil }
    guard let index = record.index(of: name) else { return nil }
    let start = record.fields[..<index].reduce(0) { $0 + $1.type.words.count }
    return (record.fields[index].type, Array(start..<(start + record.fields[index].type.words.count)))
  }

  // MARK: Bloom filters

  mutating func bloomAddition(_ syntax: ExpressionSyntax) -> TypedExpression? {
    guard case .call(let callee, let arguments) = syntax.kind, case .member(let owner, let operation) = callee.kind,
      operation.text == "add", let state = state(owner), case .sketch(let sketch) = states[state].state.kind,
      sketch.cellBits == 8
    else { return nil }
    guard let key = argument(arguments, "add", as: states[state].key, syntax.span) else { return unknown(syntax.span) }
    let one = TypedExpression(kind: .constant([1]), type: .u64, span: syntax.span)
    return TypedExpression(kind: .sketchAdd(state: state, key: key, amount: one), type: .u64, span: syntax.span)
  }

  /// `seen.contains(key)`: certainly not, or probably.
  mutating func inferBloom(_ state: Int, _ arguments: [ArgumentSyntax], _ span: SourceSpan) -> TypedExpression {
    guard let key = argument(arguments, "contains", as: states[state].key, span) else { return unknown(span) }
    let estimate = TypedExpression(kind: .sketchEstimate(state: state, key: key), type: .u64, span: span)
    return compare(.ne, estimate, TypedExpression(kind: .constant([0]), type: .u64, span: span), span)
  }

  // MARK: Streams

  mutating func declareStream(_ syntax: StreamSyntax) {
    guard enter(syntax.name, .stream(streams.count)) else { return }
    streams.append(CheckedStream(syntax: syntax, type: .unknown))
  }

  mutating func checkStreams() {
    for index in streams.indices { streams[index].type = resolve(streams[index].syntax.type) }
  }

  mutating func checkExport(_ name: Name, _ value: ExpressionSyntax, _ span: SourceSpan, _ block: inout TypedBlock) {
    guard case .stream(let index)? = globals[name.text]?.kind else {
      let known = streams.map(\.syntax.name.text)
      report(.unknownStream(name.text, nearest: nearestName(to: name.text, among: known), at: name.span))
      _ = infer(value)
      return
    }
    block.append(.export(stream: index, check(value, as: streams[index].type)), span)
  }
}

struct CheckedStream: Sendable {
  var syntax: StreamSyntax
  var type: Type

  var stream: Stream { Stream(name: syntax.name.text, fields: type.stateFields(fallback: "value")) }
}

extension Type {
  /// Of a record; a single value is called 'key'.
  fileprivate var fieldNames: [String] {
    if case .record(let record) = self { record.fields.map(\.name) } else { ["key"] }
  }
}
