import IR
import Wire

extension Comparison {
  var negated: Comparison {
    switch self {
    case .eq: .ne
    case .ne: .eq
    case .lt: .ge
    case .le: .gt
    case .gt: .le
    case .ge: .lt
    }
  }

  var mirrored: Comparison {
    switch self {
    case .eq, .ne: self
    case .lt: .gt
    case .le: .ge
    case .gt: .lt
    case .ge: .le
    }
  }
}

extension PathSolver {
  /// Ways to make a comparison hold: one side becomes what the other one is, or a number beside it.
  mutating func relate(_ comparison: Comparison, _ left: Value, _ right: Value, _ depth: Int) -> [Recipe] {
    let (first, second) = (known(left), known(right))
    var ways: [Recipe] = []
    for number in numbers(comparison, second, program.type(of: left)) { ways += solve(left, number, depth: depth) }
    for number in numbers(comparison.mirrored, first, program.type(of: right)) {
      ways += solve(right, number, depth: depth)
    }
    return ways
  }

  /// Numbers that stand in this relation to `other`.
  private mutating func numbers(_ comparison: Comparison, _ other: UInt64, _ type: IntType) -> [UInt64] {
    let drawn = random.next() & type.mask
    let candidates: [UInt64] =
      switch comparison {
      case .eq: [other]
      case .ne: [other ^ 1, drawn, 0]
      case .lt, .le: [other, other &- 1, 0, other / 2, other &- drawn % 64]
      case .gt, .ge: [other, other &+ 1, type.mask, other &* 2, other &+ drawn % 64]
      }
    return candidates.filter { $0 <= type.mask && comparison.holds($0, other) }
  }

  /// Undoes a binary operation on one operand, the other one as it was.
  mutating func undo(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ result: Value, _ number: UInt64, _ depth: Int
  ) -> [Recipe] {
    if program.type(of: result).bits == 1 { return undoLogic(operation, left, right, number, depth) }
    let mask = program.type(of: result).mask
    let (first, second) = (known(left), known(right))
    var ways: [Recipe] = []
    for wanted in operation.lefts(number, first, second, mask) { ways += solve(left, wanted, depth: depth) }
    for wanted in operation.rights(number, first, second, mask) { ways += solve(right, wanted, depth: depth) }
    return ways
  }

  private mutating func undoLogic(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ number: UInt64, _ depth: Int
  ) -> [Recipe] {
    switch (operation, number) {
    case (.and, 1), (.min, 1), (.mul, 1):
      let (first, second) = (solve(left, 1, depth: depth), solve(right, 1, depth: depth))
      return both(first, second)
    case (.or, 0), (.max, 0):
      let (first, second) = (solve(left, 0, depth: depth), solve(right, 0, depth: depth))
      return both(first, second)
    case (.and, _), (.or, _), (.min, _), (.max, _), (.mul, _):
      return solve(left, number, depth: depth) + solve(right, number, depth: depth)
    default:
      return solve(left, number ^ known(right), depth: depth) + solve(right, number ^ known(left), depth: depth)
    }
  }
}

extension PathSolver {
  /// Changes a word of the summed bytes by what the sum lacks: one where checksums stand in the usual headers.
  func sum(_ offset: Value, _ length: Value, _ now: UInt64, _ wanted: UInt64) -> [Recipe] {
    let (first, count) = (Int(clamping: known(offset)), Int(clamping: known(length)))
    guard first + 2 <= Recipe.longest, wanted <= 0xffff else { return [] }
    let places = [10, 16, 6, 2, 0].filter { $0 + 2 <= count && ($0 == 0 || first + $0 + 2 <= packet.count) }
    return places.map { place in
      let bits = (first + place) * 8..<(first + place + 2) * 8
      let word = packet.bits(bits) + wanted + (0xffff - now & 0xffff)
      return .set(bits, UInt64(Checksum.fold(word)))
    }
  }
}

extension PathSolver {
  /// A hash cannot be undone, but bytes that had it may have been seen.
  mutating func hash(_ seed: UInt64, _ offset: Value, _ length: Value, _ wanted: UInt64, _ depth: Int) -> [Recipe] {
    let first = Int(clamping: known(offset))
    guard let bytes = preimages[wanted, seed], first + bytes.count <= Recipe.longest else { return [] }
    let same = Recipe(
      fields: bytes.enumerated().map { ((first + $0) * 8..<(first + $0 + 1) * 8, UInt64($1)) })
    let ways = solve(length, UInt64(bytes.count), depth: depth)
    return both(ways, [same])
  }
}

extension BinaryOperator {
  /// Left operands that give `number` with `second`; `first` is what the left one was.
  func lefts(_ number: UInt64, _ first: UInt64, _ second: UInt64, _ mask: UInt64) -> [UInt64] {
    switch self {
    case .add: [(number &- second) & mask]
    case .addSat: number >= second ? [number - second] : []
    case .sub: [(number &+ second) & mask]
    case .subSat: number == 0 ? [second, 0] : [(number &+ second) & mask]
    case .xor: [number ^ second]
    case .and: number & ~second == 0 ? [first & ~second | number, number] : []
    case .or: number & second == second ? [number & ~second, number] : []
    case .shl: second < 64 ? [number &>> second] : []
    case .shr: second < 64 ? [(number &<< second) & mask | first & ((1 &<< second) &- 1)] : []
    case .mul: second != 0 && number.isMultiple(of: second) ? [number / second] : []
    case .div: second != 0 ? [(number &* second) & mask] : []
    case .rem: second != 0 && number < second ? [first &- first % second &+ number, number] : []
    case .min, .max: [number]
    }
  }

  func rights(_ number: UInt64, _ first: UInt64, _ second: UInt64, _ mask: UInt64) -> [UInt64] {
    switch self {
    case .sub: [(first &- number) & mask]
    case .subSat: number <= first ? [first - number] : []
    case .div, .rem, .shl, .shr: []
    default: lefts(number, second, first, mask)
    }
  }
}
