import IR

extension GraphEmitter {
  /// The expression of an operation that only computes; nil for any other.
  func pureExpression(_ operation: Operation, _ result: Value) -> String? {
    let type = program.type(of: result)
    return switch operation {
    case .binary(let operation, let left, let right): binary(operation, left, right, type)
    case .compare(let comparison, let left, let right):
      "(\(code.expression(left)) \(comparison.cOperator) \(code.expression(right)))"
    case .select(let condition, let then, let otherwise):
      "(\(code.expression(condition)) ? \(code.expression(then)) : \(code.expression(otherwise)))"
    case .convert(let value):
      program.type(of: value).bits <= type.bits
        ? "(\(type.cType))\(code.expression(value))" : "(\(type.cut(code.expression(value))))"
    case .hash(let seed, let values):
      values.reduce(IntType.u64.literal(mix64(seed: seed, []))) { "mix(\($0), \(code.expression($1)))" }
    default: nil
    }
  }

  private func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: IntType) -> String {
    let (a, b) = (code.expression(left), code.expression(right))
    switch operation {
    case .and where type.bits == 1: return "(\(a) && \(b))"
    case .or where type.bits == 1: return "(\(a) || \(b))"
    case .xor where type.bits == 1: return "(\(a) != \(b))"
    case .and, .or, .xor: return "(\(a) \(operation.cOperator) \(b))"
    case .add, .sub: return wrapped("\(a) \(operation.cOperator) \(b)", type)
    // Two 16-bit factors would be multiplied as signed integers.
    case .mul: return wrapped(type.bits <= 16 ? "(u32)\(a) * \(b)" : "\(a) * \(b)", type)
    case .div, .rem: return division(operation, a, b, by: constant(right), type)
    case .shl, .shr: return shift(operation, a, b, by: constant(right), type)
    case .addSat: return "(\(type.cType))add_sat(\(a), \(b), \(type.literal(type.mask)))"
    case .subSat: return "(\(type.cType))sub_sat(\(a), \(b))"
    case .min: return "(\(type.cType))min64(\(a), \(b))"
    case .max: return "(\(type.cType))max64(\(a), \(b))"
    }
  }

  /// An arithmetic result cut to its type; 32 and 64 bits wrap by themselves.
  private func wrapped(_ expression: String, _ type: IntType) -> String {
    type.bits == 32 || type.bits == 64 ? "(\(expression))" : "(\(type.cut(expression)))"
  }

  private func division(_ operation: BinaryOperator, _ a: String, _ b: String, by divisor: UInt64?, _ type: IntType)
    -> String
  {
    if let divisor, divisor != 0 { return "(\(a) \(operation.cOperator) \(b))" }
    return "(\(type.cType))\(operation == .div ? "div0" : "rem0")(\(a), \(b))"
  }

  private func shift(_ operation: BinaryOperator, _ a: String, _ b: String, by amount: UInt64?, _ type: IntType)
    -> String
  {
    guard let amount, amount < UInt64(type.bits) else {
      let function = operation == .shl ? "shift_left" : "shift_right"
      return "(\(type.cut("\(function)(\(a), \(b))")))"
    }
    if operation == .shr { return "(\(a) >> \(amount))" }
    return wrapped(type.bits <= 16 ? "(u32)\(a) << \(amount)" : "\(a) << \(amount)", type)
  }

  /// The value's number, when an instruction says it.
  private func constant(_ value: Value) -> UInt64? { constants[value] }
}

extension BinaryOperator {
  var cOperator: String {
    switch self {
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .rem: "%"
    case .and: "&"
    case .or: "|"
    case .xor: "^"
    case .shl: "<<"
    case .shr: ">>"
    case .addSat, .subSat, .min, .max: ""
    }
  }
}

extension Comparison {
  var cOperator: String {
    switch self {
    case .eq: "=="
    case .ne: "!="
    case .lt: "<"
    case .le: "<="
    case .gt: ">"
    case .ge: ">="
    }
  }
}
