import IR

/// The type of an expression or a declaration.
indirect enum Type: Hashable, Sendable {
  /// 1 to 64 bits, unsigned.
  case integer(bits: Int)
  case bool
  case ipv4
  case ipv6
  case mac
  /// One of the nf's ports, by index.
  case port
  /// Nanoseconds.
  case duration
  /// Nanoseconds of the packet clock.
  case instant
  case record(RecordType)
  case enumeration(EnumType)
  /// An integer constant that has no width yet and takes the one it is used with.
  case literal
  /// What follows from a mistake that was reported; agrees with everything.
  case unknown
}

/// A struct, or a tuple when it has no name.
struct RecordType: Hashable, Sendable {
  struct Field: Hashable, Sendable {
    var name: String
    var type: Type
  }
  /// Nil for a tuple.
  var name: String?
  var fields: [Field]

  func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  /// The halves of an IPv6 address: `address.high`, `address.low`.
  static let addressHalves = RecordType(
    name: nil, fields: [Field(name: "high", type: .u64), Field(name: "low", type: .u64)])
}

extension Type {
  /// What has fields: a record, and an IPv6 address with its halves.
  var fields: RecordType? {
    switch self {
    case .record(let record): record
    case .ipv6: .addressHalves
    default: nil
    }
  }

  static let u8 = Type.integer(bits: 8)
  static let u16 = Type.integer(bits: 16)
  static let u32 = Type.integer(bits: 32)
  static let u64 = Type.integer(bits: 64)
  /// The value of a set's entries: no words.
  static let nothing = Type.record(RecordType(name: nil, fields: []))

  static let builtIn: [String: Type] = [
    "u8": .u8, "u16": .u16, "u32": .u32, "u64": .u64, "bool": .bool, "ipv4": .ipv4, "ipv6": .ipv6, "mac": .mac, "port": .port,
    "duration": .duration, "instant": .instant,
  ]

  /// The integers that hold a value of the type, in the IR: names relative to the value's own (empty for a scalar).
  var words: [StateField] {
    switch self {
    case .integer(let bits): [StateField(name: "", type: IntType(bits))]
    case .bool: [StateField(name: "", type: .bit)]
    case .ipv4: [StateField(name: "", type: .u32)]
    case .ipv6: [StateField(name: "hi", type: .u64), StateField(name: "lo", type: .u64)]
    case .mac: [StateField(name: "", type: .u48)]
    case .port: [StateField(name: "", type: .u16)]
    case .enumeration(let type): [StateField(name: "", type: IntType(type.bits))]
    case .duration, .instant, .literal, .unknown: [StateField(name: "", type: .u64)]
    case .record(let record): record.fields.flatMap { $0.type.words(named: $0.name) }
    }
  }

  /// `words` with the value's name before each.
  func words(named name: String) -> [StateField] {
    words.map { StateField(name: $0.name.isEmpty ? name : name + "." + $0.name, type: $0.type) }
  }

  /// The words of a state's key or value: a scalar is called by `fallback`.
  func stateFields(fallback: String) -> [StateField] {
    if case .record = self { return words }
    return words(named: fallback)
  }

  /// True where a constant of the type is one integer.
  var isScalar: Bool { words.count == 1 }
  var isInteger: Bool { if case .integer = self { true } else { self == .literal } }

  /// As the source would write it.
  var shown: String {
    switch self {
    case .integer(let bits): [8, 16, 32, 64].contains(bits) ? "u\(bits)" : "bit<\(bits)>"
    case .bool: "bool"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .mac: "mac"
    case .port: "port"
    case .duration: "duration"
    case .instant: "instant"
    case .literal: "number"
    case .unknown: "?"
    case .enumeration(let type): type.name
    case .record(let record):
      record.name ?? "("
        + record.fields.map { ($0.name.isEmpty ? "" : $0.name + ": ") + $0.type.shown }.joined(separator: ", ") + ")"
    }
  }
}

extension RecordType {
  /// What tells a flow, for both IP versions: IPv4 addresses are v4-mapped.
  static let fiveTuple = fiveTuple(named: "FiveTuple", address: .ipv6)
  /// The same for programs that know IPv4 only: half the key.
  static let fiveTuple4 = fiveTuple(named: "FiveTuple4", address: .ipv4)
  static let builtIn = [fiveTuple, fiveTuple4]

  private static func fiveTuple(named name: String, address: Type) -> RecordType {
    RecordType(
      name: name,
      fields: [
        Field(name: "source", type: address), Field(name: "destination", type: address),
        Field(name: "protocol", type: .u8), Field(name: "sourcePort", type: .u16),
        Field(name: "destinationPort", type: .u16),
      ])
  }

  var isFiveTuple: Bool { Self.builtIn.contains(self) }
}
