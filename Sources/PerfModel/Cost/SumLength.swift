import IR

/// What is known of the length of a range that is summed, bytes.
public enum SumLength: Hashable, Sendable {
  case bytes(Double)
  case atMost(Double)
  case unknown

  /// The most bytes it can be; nil when nothing is known.
  public var most: Double? {
    switch self {
    case .bytes(let bytes), .atMost(let bytes): bytes
    case .unknown: nil
    }
  }
}

/// Finds the lengths of a block's sums from the program's constants.
public struct SumLengths {
  private let program: Program
  private let definitions: [Value: Operation]

  /// Lengths are looked for among the instructions of all blocks that stand before, as definitions come before uses.
  public init(_ program: Program, _ block: Block) {
    self.program = program
    guard block.instructions.contains(where: { if case .sumBytes = $0.operation { true } else { false } }) else {
      definitions = [:]
      return
    }
    var found: [Value: Operation] = [:]
    for instruction in program.blocks.lazy.flatMap(\.instructions) {
      if let result = instruction.result { found[result] = instruction.operation }
    }
    definitions = found
  }

  public func length(_ value: Value) -> SumLength {
    switch definitions[value] {
    case .constant(let number)?: return .bytes(Double(number))
    case .binary(.sub, let end, let start)?: return distance(from: start, to: end)
    case .binary(.min, let left, let right)?: return atMost([left, right])
    case .binary(.subSat, let whole, let rest)?: return least(whole, without: rest)
    default: return .unknown
    }
  }

  /// `(x + c) − x` is `c`.
  private func distance(from start: Value, to end: Value) -> SumLength {
    guard case .binary(.add, let base, let count)? = definitions[end] else { return .unknown }
    if base == start { return length(count) }
    return count == start ? length(base) : .unknown
  }

  /// `x -| (x -| c)` is the less of `x` and `c`.
  private func least(_ whole: Value, without rest: Value) -> SumLength {
    guard case .binary(.subSat, whole, let most)? = definitions[rest] else { return .unknown }
    return atMost([most])
  }

  private func atMost(_ values: [Value]) -> SumLength {
    values.compactMap { length($0).most }.min().map(SumLength.atMost) ?? .unknown
  }
}
