import Diagnostics
import IR

/// Arrays that programs write, and counters.
extension Checker {
  /// An element of an array, or a part of it.
  struct ElementPlace {
    var state: Int
    var index: TypedExpression
    /// The part's first word.
    var word: Int
    var type: Type
  }

  /// A packet and byte counter, or `counter[n]` of them.
  mutating func checkCounter(_ index: Int, _ size: ExpressionSyntax?) {
    let counts = RecordType(
      name: "counter", fields: [.init(name: "packets", type: .u64), .init(name: "bytes", type: .u64)])
    states[index].value = .record(counts)
    states[index].counter = size == nil ? .single : .indexed
    var elements: UInt64 = 1
    if let size, let value = constantWords(size, .u64)?.first {
      if !Self.tableLimit.contains(value) {
        report(.outOfRange("the number of counters", Self.tableLimit, at: size.span))
      }
      elements = min(max(value, Self.tableLimit.lowerBound), Self.tableLimit.upperBound)
    }
    states[index].state.kind = .array(
      ArrayState(value: states[index].value.words, size: Int(elements), isConfig: false))
  }

  /// The element that an assignment's left side means; nil when it means none.
  mutating func elementPlace(_ target: ExpressionSyntax) -> ElementPlace? {
    switch target.kind {
    case .index(let base, let key):
      guard let state = state(base), case .array = states[state].state.kind else { return nil }
      return ElementPlace(state: state, index: check(key, as: .u32), word: 0, type: states[state].value)
    case .member(let base, let field):
      guard var place = elementPlace(base) else { return nil }
      guard case .record(let record) = place.type, let index = record.index(of: field.text) else {
        if place.type != .unknown { _ = infer(target) }
        place.type = .unknown
        return place
      }
      place.word += record.fields[..<index].reduce(0) { $0 + $1.type.words.count }
      place.type = record.fields[index].type
      return place
    default: return nil
    }
  }

  mutating func checkElementAssignment(
    _ place: ElementPlace, _ target: ExpressionSyntax, adds: Bool, _ value: ExpressionSyntax
  ) -> TypedStatement.Kind? {
    let typed = check(value, as: place.type)
    let name = states[place.state].state.name
    if states[place.state].counter != nil {
      report(.notAssignable("'\(name)' counts by itself: write '\(name)….count()'", at: target.span))
      return nil
    }
    if case .array(let array) = states[place.state].state.kind, array.isConfig {
      report(.notAssignable("the config table '\(name)' is filled by the operator", at: target.span))
      return nil
    }
    if !adds { return .storeElement(state: place.state, index: place.index, word: place.word, typed) }
    if case .integer = place.type {
      return .addElement(state: place.state, index: place.index, word: place.word, typed)
    }
    if place.type != .unknown { report(.badOperand("+=", place.type, at: target.span)) }
    return nil
  }

  /// `hits.count()`, `hits[i].count()` or `bloom.add(key)`; nil for anything else.
  mutating func stateChange(_ syntax: ExpressionSyntax) -> TypedStatement.Kind? {
    if let addition = bloomAddition(syntax) { return .evaluate(addition) }
    guard case .call(let callee, let arguments) = syntax.kind, case .member(let owner, let operation) = callee.kind,
      operation.text == "count", let (state, index) = counterPlace(owner)
    else { return nil }
    if !arguments.isEmpty {
      report(.wrongArgumentCount("'count'", wanted: "nothing", found: arguments.count, at: syntax.span))
    }
    return .count(state: state, index: index)
  }

  private mutating func counterPlace(_ owner: ExpressionSyntax) -> (state: Int, index: TypedExpression)? {
    if let state = state(owner), states[state].counter == .single {
      return (state, TypedExpression(kind: .constant([0]), type: .u32, span: owner.span))
    }
    guard case .index(let base, let key) = owner.kind, let state = state(base), states[state].counter == .indexed
    else { return nil }
    return (state, check(key, as: .u32))
  }

  /// What `hits.packets` is read from; nil for other names.
  mutating func singleCounter(_ base: ExpressionSyntax) -> TypedExpression? {
    guard let state = state(base), states[state].counter == .single else { return nil }
    let first = TypedExpression(kind: .constant([0]), type: .u32, span: base.span)
    return TypedExpression(kind: .element(state: state, index: first), type: states[state].value, span: base.span)
  }

  /// `map.contains(key)`.
  mutating func inferContains(_ state: Int, _ arguments: [ArgumentSyntax], _ span: SourceSpan) -> TypedExpression {
    guard arguments.count == 1 else {
      report(.wrongArgumentCount("'contains'", wanted: "a key", found: arguments.count, at: span))
      return unknown(span)
    }
    let key = check(arguments[0].value, as: states[state].key)
    return TypedExpression(kind: .contains(state: state, key: key), type: .bool, span: span)
  }
}
