/// What is known of a number: a few values that it may have, or bounds (unsigned, both within).
struct Scalar: Hashable {
  /// Ascending, and all that are possible; empty where only bounds are known.
  private(set) var values: [UInt64]
  private(set) var low: UInt64
  private(set) var high: UInt64

  static let anything = Scalar(low: 0, high: .max)

  init(_ value: UInt64) {
    values = [value]
    (low, high) = (value, value)
  }

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
    values = low == high ? [low] : []
  }

  /// Nil for no values at all.
  init?(anyOf values: some Sequence<UInt64>) {
    let sorted = Set(values).sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    (low, high) = (first, last)
    self.values = sorted.count <= Self.mostValues ? sorted : []
  }

  private static let mostValues = 8

  /// Any number of that many bytes.
  static func bytes(_ count: Int) -> Scalar {
    count >= 8 ? anything : Scalar(low: 0, high: UInt64(1) << (count * 8) - 1)
  }

  /// The only value it can have.
  var constant: UInt64? { low == high ? low : nil }

  func joined(_ other: Scalar) -> Scalar {
    if !values.isEmpty, !other.values.isEmpty, let both = Scalar(anyOf: values + other.values) { return both }
    return Scalar(low: min(low, other.low), high: max(high, other.high))
  }

  /// Bounds that have moved since the last visit go as far as they can, in three steps.
  func widened(from before: Scalar) -> Scalar {
    let joined = joined(before)
    guard joined != before else { return before }
    let steps: [UInt64] = [0xffff, 0xffff_ffff, .max]
    return Scalar(
      low: joined.low < before.low ? 0 : joined.low,
      high: joined.high > before.high ? steps.first { $0 >= joined.high } ?? .max : joined.high)
  }

  /// The lower half, as 32-bit instructions see it.
  var lowHalf: Scalar {
    if !values.isEmpty { return Scalar(anyOf: values.map { $0 & 0xffff_ffff }) ?? .bytes(4) }
    return high <= 0xffff_ffff ? self : .bytes(4)
  }
}

extension Scalar {
  /// The result of an instruction on numbers; `bits` is 32 or 64.
  static func result(_ operation: Instruction.Arithmetic, _ left: Scalar, _ right: Scalar, bits: Int) -> Scalar {
    let (left, right) = bits == 32 ? (left.lowHalf, right.lowHalf) : (left, right)
    let result = exact(operation, left, right, bits) ?? bounded(operation, left, right, bits)
    return bits == 32 ? result.lowHalf : result
  }

  private static func exact(_ operation: Instruction.Arithmetic, _ left: Scalar, _ right: Scalar, _ bits: Int) -> Scalar? {
    if left.values.isEmpty || right.values.isEmpty || left.values.count * right.values.count > 16 { return nil }
    let pairs = left.values.flatMap { a in right.values.map { (a, $0) } }
    return Scalar(anyOf: pairs.map { compute(operation, $0.0, $0.1, bits) })
  }

  private static func compute(_ operation: Instruction.Arithmetic, _ a: UInt64, _ b: UInt64, _ bits: Int) -> UInt64 {
    let shift = b & UInt64(bits - 1)
    switch operation {
    case .add: return a &+ b
    case .subtract: return a &- b
    case .multiply: return a &* b
    case .divide: return b == 0 ? 0 : a / b
    case .modulo: return b == 0 ? a : a % b
    case .or: return a | b
    case .and: return a & b
    case .xor: return a ^ b
    case .shiftLeft: return a << shift
    case .shiftRight: return a >> shift
    case .shiftRightArithmetic:
      let signed = bits == 32 ? Int64(Int32(truncatingIfNeeded: a)) : Int64(bitPattern: a)
      return UInt64(bitPattern: signed >> Int64(shift))
    case .negate: return 0 &- a
    case .move: return b
    case .byteOrder: return a
    }
  }

  private static func bounded(_ operation: Instruction.Arithmetic, _ left: Scalar, _ right: Scalar, _ bits: Int) -> Scalar {
    switch operation {
    case .move: return right
    case .and: return Scalar(low: 0, high: min(left.high, right.high))
    case .or, .xor: return Scalar(low: operation == .or ? max(left.low, right.low) : 0, high: filled(left.high | right.high))
    case .add: return sum(left, right)
    case .subtract:
      return left.low >= right.high ? Scalar(low: left.low - right.high, high: left.high - right.low) : .anything
    case .multiply:
      let (high, overflow) = left.high.multipliedReportingOverflow(by: right.high)
      return overflow ? .anything : Scalar(low: left.low &* right.low, high: high)
    case .shiftLeft:
      let shift = min(63, right.high)
      return right.high < 64 && left.high <= UInt64.max >> shift ? Scalar(low: left.low << (right.low & 63), high: left.high << shift) : .anything
    case .shiftRight:
      return right.high < UInt64(bits) ? Scalar(low: left.low >> right.high, high: left.high >> right.low) : Scalar(low: 0, high: left.high)
    case .divide: return Scalar(low: 0, high: right.low > 0 ? left.high / right.low : left.high)
    case .modulo: return Scalar(low: 0, high: right.low > 0 ? min(left.high, right.high - 1) : left.high)
    case .shiftRightArithmetic:
      return left.high < UInt64(1) << UInt64(bits - 1) ? bounded(.shiftRight, left, right, bits) : .anything
    case .negate, .byteOrder: return .anything
    }
  }

  private static func sum(_ left: Scalar, _ right: Scalar) -> Scalar {
    // A negative constant is subtracted.
    if let constant = right.constant, constant > UInt64(1) << 63, left.low >= 0 &- constant {
      return Scalar(low: left.low &+ constant, high: left.high &+ constant)
    }
    let (high, overflow) = left.high.addingReportingOverflow(right.high)
    return overflow ? .anything : Scalar(low: left.low + right.low, high: high)
  }

  /// The number with all bits below its highest one set.
  private static func filled(_ number: UInt64) -> UInt64 {
    number == 0 ? 0 : UInt64.max >> UInt64(number.leadingZeroBitCount)
  }
}

extension Scalar {
  /// What is left of it where `self comparison other` holds; nil where it cannot.
  func restricted(by comparison: Instruction.Comparison, _ other: Scalar) -> Scalar? {
    switch comparison {
    case .equal:
      if !values.isEmpty { return Scalar(anyOf: values.filter { other.admits($0) }) }
      return clamped(other.low, other.high).map { other.values.isEmpty ? $0 : (Scalar(anyOf: other.values.filter($0.admits)) ?? $0) }
    case .notEqual:
      guard let constant = other.constant else { return self }
      if !values.isEmpty { return Scalar(anyOf: values.filter { $0 != constant }) }
      if constant == low { return Scalar(low: low + 1, high: high) }
      return constant == high ? Scalar(low: low, high: high - 1) : self
    case .greater: return other.low == .max ? nil : clamped(other.low + 1, .max)
    case .greaterOrEqual: return clamped(other.low, .max)
    case .less: return other.high == 0 ? nil : clamped(0, other.high - 1)
    case .lessOrEqual: return clamped(0, other.high)
    default: return self
    }
  }

  private func admits(_ value: UInt64) -> Bool {
    values.isEmpty ? low <= value && value <= high : values.contains(value)
  }

  private func clamped(_ least: UInt64, _ most: UInt64) -> Scalar? {
    if !values.isEmpty { return Scalar(anyOf: values.filter { least <= $0 && $0 <= most }) }
    let (low, high) = (max(low, least), min(high, most))
    return low <= high ? Scalar(low: low, high: high) : nil
  }
}

extension Instruction.Comparison {
  /// The comparison that holds where this one does not; nil where no unsigned one does.
  var negated: Instruction.Comparison? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    default: nil
    }
  }

  /// The comparison with its sides exchanged.
  var mirrored: Instruction.Comparison {
    switch self {
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    default: self
    }
  }
}
