/// What is known behind a comparison.
enum Branches {
  /// The states behind a conditional jump: taken and not taken; nil for a way that cannot be gone.
  static func states(
    behind jump: Instruction, _ state: MachineState
  ) -> (taken: MachineState?, passed: MachineState?) {
    guard let comparison = jump.comparison else { return (state, state) }
    let left = state[jump.destination]
    let right = Transfer.operand(jump, state)
    if !jump.usesRegister, jump.immediate == 0, case .mapValue = left {
      return pointerStates(jump, state, comparison)
    }
    guard let a = left.scalar, let b = right.scalar else { return (state, state) }
    // Lower halves tell of the whole only where there is nothing else.
    if jump.kind == .jump32, a.high > 0xffff_ffff { return (state, state) }
    if jump.kind == .jump32, b.high > 0xffff_ffff {
      return jump.usesRegister ? (state, state) : ways(jump, state, comparison, a, b.lowHalf)
    }
    return ways(jump, state, comparison, a, b)
  }

  private static func ways(
    _ jump: Instruction, _ state: MachineState, _ comparison: Instruction.Comparison, _ a: Scalar, _ b: Scalar
  ) -> (MachineState?, MachineState?) {
    guard let negated = comparison.negated else { return (state, state) }
    return (restricted(jump, state, comparison, a, b), restricted(jump, state, negated, a, b))
  }

  private static func restricted(
    _ jump: Instruction, _ state: MachineState, _ comparison: Instruction.Comparison, _ a: Scalar, _ b: Scalar
  ) -> MachineState? {
    guard let left = a.restricted(by: comparison, b), let right = b.restricted(by: comparison.mirrored, a) else { return nil }
    var result = state
    result[jump.destination] = .scalar(left)
    if jump.usesRegister { result[jump.source] = .scalar(right) }
    return result
  }

  /// A looked-up pointer is null on one of the ways.
  private static func pointerStates(
    _ jump: Instruction, _ state: MachineState, _ comparison: Instruction.Comparison
  ) -> (MachineState?, MachineState?) {
    var null = state
    null[jump.destination] = .constant(0)
    switch comparison {
    case .equal: return (null, state)
    case .notEqual: return (state, null)
    default: return (state, state)
    }
  }
}
