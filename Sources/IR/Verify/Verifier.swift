import Diagnostics

/// Collects the broken rules; the rules stand at `Program.verify`. A class, so that messages are only made when needed.
final class Verifier {
  let program: Program
  let flow: ControlFlow
  var errors: [VerificationError] = []

  init(_ program: Program) {
    self.program = program
    flow = ControlFlow(program)
  }

  func check(_ holds: Bool, _ message: @autoclosure () -> String, at place: VerificationError.Place) {
    if !holds { errors.append(VerificationError(message(), at: place, span: span(of: place))) }
  }

  /// Checks a value against a type.
  func check(_ value: Value, is type: IntType, _ what: String, at place: VerificationError.Place) {
    let actual = program.type(of: value)
    check(actual == type, "\(what) \(value) is \(actual), not \(type)", at: place)
  }

  /// Checks values against fields, one by one.
  func check(
    _ values: [Value], match fields: [StateField], _ what: String, at place: VerificationError.Place
  ) {
    check(
      values.count == fields.count, "\(what) has \(fields.count) fields, not \(values.count)", at: place)
    for (value, field) in zip(values, fields) {
      check(value, is: field.type, "\(what)'s field '\(field.name)' takes", at: place)
    }
  }

  func checkPathCount() {
    let count = PathNumbering(program).count
    check(count <= PathNumbering.mostPaths, "more than \(PathNumbering.mostPaths) paths", at: .program)
  }

  private func span(of place: VerificationError.Place) -> SourceSpan? {
    switch place {
    case .program: nil
    case .state(let state): program.states[state.index].span
    case .block(let block), .terminator(let block): program.blocks[block.index].terminatorSpan
    case .instruction(let block, let index): program.blocks[block.index].instructions[index].span
    }
  }
}
