/// What a decision is about: a value, or what several values read alike.
enum Subject: Hashable {
  case value(Value)
  /// A field of a header that no store came before.
  case field(HeaderID, bitOffset: Int, bits: Int)
  case ingressPort, packetLength
  case parameter(Int)
}

/// What taking an edge says about a subject.
enum Decision {
  case equals(Subject, UInt64)
  case differs(Subject, [UInt64])
}

/// The decisions along a path.
struct PathFacts {
  private var equal: [Subject: UInt64] = [:]
  private var different: [Subject: Set<UInt64>] = [:]
  /// False when two decisions contradict each other.
  private(set) var agree = true

  mutating func add(_ decisions: [Decision]) {
    for decision in decisions {
      switch decision {
      case .equals(let subject, let number):
        if let other = equal[subject], other != number { agree = false }
        if different[subject]?.contains(number) ?? false { agree = false }
        equal[subject] = number
      case .differs(let subject, let numbers):
        if let number = equal[subject], numbers.contains(number) { agree = false }
        different[subject, default: []].formUnion(numbers)
      }
    }
  }

  var ingressPort: Int? { equal[.ingressPort].map { Int(truncatingIfNeeded: $0) } }
}

/// Knows what the conditions of a program are about.
struct DecisionSubjects {
  private let program: Program
  private let derivations: Derivations
  private var operations: [Value: Operation] = [:]

  init(_ program: Program, _ derivations: Derivations) {
    self.program = program
    self.derivations = derivations
    for instruction in program.blocks.flatMap(\.instructions) {
      if let result = instruction.result { operations[result] = instruction.operation }
    }
  }

  func decisions(_ terminator: Terminator, edge: Int) -> [Decision] {
    switch terminator {
    case .branch(let condition, _, _): truth(of: condition, is: edge == 0)
    case .switch(let value, let cases, _):
      [
        edge < cases.count
          ? .equals(subject(value), cases[edge].match) : .differs(subject(value), cases.map(\.match))
      ]
    default: []
    }
  }

  /// The condition itself, and what it compares; a true `and`, or a false `or`, settles both operands.
  private func truth(of condition: Value, is holds: Bool) -> [Decision] {
    let own: [Decision] = [.equals(.value(condition), holds ? 1 : 0)]
    switch operations[condition] {
    case .compare(.eq, let left, let right): return own + equality(left, right, holds)
    case .compare(.ne, let left, let right): return own + equality(left, right, !holds)
    case .binary(.and, let left, let right) where holds: return own + both(left, right, true)
    case .binary(.or, let left, let right) where !holds: return own + both(left, right, false)
    default: return own
    }
  }

  /// One level down, so that a chain of conditions costs no more than its length.
  private func both(_ left: Value, _ right: Value, _ holds: Bool) -> [Decision] {
    [left, right].flatMap { operand -> [Decision] in
      switch operations[operand] {
      case .compare(.eq, let left, let right): equality(left, right, holds)
      case .compare(.ne, let left, let right): equality(left, right, !holds)
      default: [.equals(.value(operand), holds ? 1 : 0)]
      }
    }
  }

  private func equality(_ left: Value, _ right: Value, _ holds: Bool) -> [Decision] {
    for (value, other) in [(left, right), (right, left)] {
      guard case .constant(let number)? = operations[other] else { continue }
      return [holds ? .equals(subject(value), number) : .differs(subject(value), [number])]
    }
    return []
  }

  /// Values that read one source, as it came, are one subject; widening changes nothing.
  private func subject(_ value: Value) -> Subject {
    var value = value
    while case .convert(let inner)? = operations[value], program.type(of: inner).bits <= program.type(of: value).bits {
      value = inner
    }
    switch operations[value] {
    case .loadField(let header, let field) where derivations.derivation(of: value).exact != nil:
      return .field(header, bitOffset: field.bitOffset, bits: field.type.bits)
    case .ingressPort: return .ingressPort
    case .packetLength: return .packetLength
    case .parameter(let index): return .parameter(index)
    default: return .value(value)
    }
  }
}
