/// The operators whose meaning is not Swift's: nothing traps.
enum Arithmetic {
  @inline(__always) static func quotient(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? 0 : a / b }
  @inline(__always) static func remainder(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? 0 : a % b }
  @inline(__always) static func left(_ a: UInt64, by b: UInt64, width: UInt16) -> UInt64 {
    b >= UInt64(width) ? 0 : a &<< b
  }
  @inline(__always) static func right(_ a: UInt64, by b: UInt64, width: UInt16) -> UInt64 {
    b >= UInt64(width) ? 0 : a &>> b
  }
  @inline(__always) static func saturatingSum(_ a: UInt64, _ b: UInt64, _ most: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? most : Swift.min(sum, most)
  }
  @inline(__always) static func saturatingDifference(_ a: UInt64, _ b: UInt64) -> UInt64 { a > b ? a &- b : 0 }
}
