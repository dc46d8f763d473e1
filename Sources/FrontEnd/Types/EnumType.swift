extension Type {
  var isEnumeration: Bool { if case .enumeration = self { true } else { false } }
}

/// Names for some values of an integer.
struct EnumType: Hashable, Sendable {
  struct Case: Hashable, Sendable {
    var name: String
    var value: UInt64
  }
  var name: String
  var bits: Int
  var cases: [Case]
  /// Of a machine: nanoseconds that a record may be quiet, by state; a record in a final state is dead at once.
  var timeouts: [UInt64]?

  func value(of name: String) -> UInt64? { cases.first { $0.name == name }?.value }
  func name(of value: UInt64) -> String? { cases.first { $0.value == value }?.name }
}
