/// The meaning of the operators, on every site. Operands have no bits above the type's width; nor has the result.
extension BinaryOperator {
  @inlinable
  public func apply(_ left: UInt64, _ right: UInt64, as type: IntType) -> UInt64 {
    switch self {
    case .add: (left &+ right) & type.mask
    case .sub: (left &- right) & type.mask
    case .mul: (left &* right) & type.mask
    case .div: right == 0 ? 0 : left / right
    case .rem: right == 0 ? 0 : left % right
    case .and: left & right
    case .or: left | right
    case .xor: left ^ right
    case .shl: right >= UInt64(type.bits) ? 0 : (left &<< right) & type.mask
    case .shr: right >= UInt64(type.bits) ? 0 : left &>> right
    case .addSat: left > type.mask &- right ? type.mask : left &+ right
    case .subSat: left < right ? 0 : left &- right
    case .min: Swift.min(left, right)
    case .max: Swift.max(left, right)
    }
  }

  /// Whether the operands may change places.
  public var isCommutative: Bool {
    switch self {
    case .add, .mul, .and, .or, .xor, .addSat, .min, .max: true
    case .sub, .div, .rem, .shl, .shr, .subSat: false
    }
  }
}

extension Comparison {
  @inlinable
  public func holds(_ left: UInt64, _ right: UInt64) -> Bool {
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
