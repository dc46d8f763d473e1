import IR

/// What the IR's operators mean, for constants: unsigned, cut to the type's width.
extension BinaryOperator {
  func evaluated(_ left: UInt64, _ right: UInt64, _ type: IntType) -> UInt64 {
    let mask = type.mask
    switch self {
    case .add: return (left &+ right) & mask
    case .sub: return (left &- right) & mask
    case .mul: return (left &* right) & mask
    case .div: return right == 0 ? 0 : left / right
    case .rem: return right == 0 ? 0 : left % right
    case .and: return left & right
    case .or: return left | right
    case .xor: return left ^ right
    case .shl: return right >= UInt64(type.bits) ? 0 : (left << right) & mask
    case .shr: return right >= UInt64(type.bits) ? 0 : left >> right
    case .addSat:
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow || sum > mask ? mask : sum
    case .subSat: return left > right ? left - right : 0
    case .min: return Swift.min(left, right)
    case .max: return Swift.max(left, right)
    }
  }
}

extension Comparison {
  func holds(_ left: UInt64, _ right: UInt64) -> Bool {
    switch self {
    case .eq: left == right
    case .ne: left != right
    case .lt: left < right
    case .le: left <= right
    case .gt: left > right
    case .ge: left >= right
    }
  }
}
