import Diagnostics
import IR

/// State machines: an enum with a time-out for each state, and its transitions.
extension Checker {
  /// A record in a final state is dead for every later packet.
  private static let finalTimeout: UInt64 = 1
  private static let mostStates = 256

  mutating func resolve(_ syntax: MachineSyntax) -> EnumType? {
    if syntax.states.isEmpty || syntax.states.count > Self.mostStates {
      report(.badMachine("a machine has 1 to \(Self.mostStates) states", at: syntax.name.span))
      return nil
    }
    var type = EnumType(name: syntax.name.text, bits: 8, cases: [], timeouts: [])
    for (index, state) in syntax.states.enumerated() {
      if type.value(of: state.name.text) != nil {
        report(.duplicateName(state.name.text, first: nil, at: state.name.span))
      }
      type.cases.append(EnumType.Case(name: state.name.text, value: UInt64(index)))
      if state.timeout == nil, !state.transitions.isEmpty {
        report(.badMachine("'\(state.name.text)' needs a time-out: one without is final", at: state.name.span))
      }
      type.timeouts?.append(state.timeout.flatMap { time($0, "a time-out") } ?? Self.finalTimeout)
    }
    for target in syntax.states.flatMap(\.transitions).map(\.target) where type.value(of: target.text) == nil {
      let nearest = nearestName(to: target.text, among: type.cases.map(\.name))
      report(.unknownCase(target.text, of: type.name, nearest: nearest, at: target.span))
    }
    return type
  }

  /// `advance session.life(tcp, answer: true)`: a choice by the state, then the first transition whose condition holds.
  mutating func checkAdvance(_ syntax: ExpressionSyntax, _ span: SourceSpan, _ block: inout TypedBlock) {
    guard case .call(let place, let arguments) = syntax.kind, let (entry, word, type) = entryPlace(place) else {
      return report(.notAMachine(at: syntax.span))
    }
    if type == .unknown { return }
    guard case .enumeration(let machine) = type, case .machine(let declared, _)? = globals[machine.name]?.kind else {
      return report(.notAMachine(at: place.span))
    }
    called.insert(machine.name)
    let state = infer(place)
    guard let scope = bind(arguments, to: declared.parameters, of: machine.name, span) else { return }
    let (_, inner) = inFrame(named: machine.name, scope, nil) { checker in
      checker.transitions(declared, machine, state, Place(entry: entry, word: word), span)
    }
    block.splice(inner)
    let ends = declared.states.contains { one in
      one.transitions.contains { declared.isFinal($0.target.text) }
    }
    if ends { endEntries(ofGroup: group(body.entryStates[entry]), at: span) }
  }

  private struct Place {
    var entry: Int
    var word: Int
  }

  private mutating func transitions(
    _ machine: MachineSyntax, _ type: EnumType, _ state: TypedExpression, _ place: Place, _ span: SourceSpan
  ) -> TypedBlock {
    var cases: [TypedCase] = []
    for (index, from) in machine.states.enumerated() where !from.transitions.isEmpty {
      let body = chain(from.transitions[...], of: from.name.text, machine, type, place)
      cases.append(TypedCase(values: [UInt64(index)], body: body))
    }
    var block = Self.nothing
    if !cases.isEmpty { block.append(.match(state, cases: cases, otherwise: Self.nothing), span) }
    return block
  }

  /// The first condition, then the others where it does not hold.
  private mutating func chain(
    _ transitions: ArraySlice<MachineSyntax.Transition>, of state: String, _ machine: MachineSyntax, _ type: EnumType,
    _ place: Place
  ) -> TypedBlock {
    var block = Self.nothing
    guard let first = transitions.first, countStatement(first.target.span) else { return block }
    let outer = body.pending
    body.pending = []
    let condition = check(first.condition, as: .bool)
    block.statements += body.pending
    body.pending = outer
    var then = Self.nothing
    if first.target.text != state, let value = type.value(of: first.target.text) {
      let number = TypedExpression(kind: .constant([value]), type: .enumeration(type), span: first.target.span)
      let change: TypedStatement.Kind =
        machine.isFinal(first.target.text) ? .remove(place.entry) : .storeEntry(place.entry, word: place.word, number)
      then.append(change, first.target.span)
    }
    let rest = chain(transitions.dropFirst(), of: state, machine, type, place)
    block.append(.conditional(condition, then: then, otherwise: rest), first.condition.span)
    return block
  }
}

extension MachineSyntax {
  /// True for a state without a time-out.
  func isFinal(_ name: String) -> Bool { states.first { $0.name.text == name }.map { $0.timeout == nil } ?? false }
}
