import Diagnostics
import IR

extension GraphBuilder {
  /// Ends the current block by a choice; nil for an arm that is known not to be taken.
  mutating func branch(_ condition: Value, _ labels: (then: String, otherwise: String), _ span: SourceSpan?) -> (
    then: Flow?, otherwise: Flow?
  ) {
    guard let here = flow else { return (nil, nil) }
    if let decided = constant(condition) { return decided != 0 ? (here, nil) : (nil, here) }
    let then = newBlock(labels.then)
    let otherwise = newBlock(labels.otherwise)
    end(.branch(condition: condition, then: Target(then), else: Target(otherwise)), span)
    return (assuming(condition, 1, here.moved(to: then)), assuming(condition, 0, here.moved(to: otherwise)))
  }

  /// What follows when a value is known to be `number`.
  func assuming(_ value: Value, _ number: UInt64, _ flow: Flow) -> Flow {
    var flow = flow
    flow.facts[value] = number
    switch (definition(value), number) {
    case (.binary(.and, let left, let right)?, 1) where type(of: value) == .bit,
      (.binary(.or, let left, let right)?, 0) where type(of: value) == .bit:
      flow = assuming(right, number, assuming(left, number, flow))
    case (.compare(.eq, let left, let right)?, 1), (.compare(.ne, let left, let right)?, 0):
      if let known = fact(right, flow) { flow = assuming(left, known, flow) }
    case (.compare(.eq, let left, let right)?, 0) where type(of: left) == .bit,
      (.compare(.ne, let left, let right)?, 1) where type(of: left) == .bit:
      if let known = fact(right, flow) { flow = assuming(left, known ^ 1, flow) }
    default: break
    }
    return flow
  }

  private func fact(_ value: Value, _ flow: Flow) -> UInt64? {
    if let fact = flow.facts[value] { return fact }
    if case .constant(let number)? = definition(value) { return number }
    return nil
  }

  /// Ends the current block by a jump.
  mutating func jump(to block: BlockID, _ arguments: [Value] = [], _ span: SourceSpan? = nil) {
    end(.jump(Target(block, arguments)), span)
  }

  /// Goes on where several flows come together. None: the code after is not reached; one: no join is needed.
  mutating func join(_ flows: [Flow?], label: String) {
    let arriving = flows.compactMap { $0 }
    guard arriving.count > 1 else {
      flow = arriving.first
      return
    }
    _ = merge(arriving.map { Arrival(flow: $0) }, label: label)
  }

  /// A flow that comes to a join, with the values it brings.
  struct Arrival {
    var flow: Flow
    var values: [Value] = []
    var span: SourceSpan?
  }

  /// Goes on where flows come together, and gives the values they bring.
  mutating func merge(_ arriving: [Arrival], label: String) -> [Value] {
    guard let first = arriving.first, arriving.count > 1 else {
      flow = arriving.first?.flow
      return arriving.first?.values ?? []
    }
    let block = newBlock(label)
    var shared = Self.common(arriving.map(\.flow), at: block)
    var arguments = [[Value]](repeating: [], count: arriving.count)
    var values: [Value] = []
    for place in first.values.indices {
      values.append(merged(arriving.map { $0.values[place] }, at: block, &arguments))
    }
    for (slot, words) in first.flow.variables {
      guard arriving.allSatisfy({ $0.flow.variables[slot]?.count == words.count }) else { continue }
      shared.variables[slot] = words.indices.map { word in
        merged(arriving.map { $0.flow.variables[slot]?[word] ?? words[word] }, at: block, &arguments)
      }
    }
    for header in shared.stack {
      guard let words = first.flow.places[header] else { continue }
      shared.places[header] = words.indices.map { word in
        merged(arriving.map { $0.flow.places[header]?[word] ?? words[word] }, at: block, &arguments)
      }
    }
    for (arrival, arguments) in zip(arriving, arguments) {
      flow = arrival.flow
      jump(to: block, arguments, arrival.span)
    }
    flow = shared
    return values
  }

  /// The one value that all bring, or a parameter of the block.
  private mutating func merged(_ values: [Value], at block: BlockID, _ arguments: inout [[Value]]) -> Value {
    if values.allSatisfy({ $0 == values[0] }) { return values[0] }
    for (place, value) in values.enumerated() { arguments[place].append(value) }
    return addParameter(type(of: values[0]), to: block)
  }

  /// What holds on all ways to a block.
  static func common(_ flows: [Flow], at block: BlockID) -> Flow {
    guard var shared = flows.first else { return Flow(block: block) }
    for other in flows.dropFirst() {
      shared.known = shared.known.filter { other.known[$0.key] == $0.value }
      shared.facts = shared.facts.filter { other.facts[$0.key] == $0.value }
      shared.stack = shared.stack.filter { other.places[$0] != nil }
      shared.bound = shared.bound.filter { other.bound[$0.key] == $0.value }
    }
    shared.variables = [:]
    return shared.moved(to: block)
  }
}
