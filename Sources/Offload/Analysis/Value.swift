/// What a register or a piece of the stack holds.
enum Value: Hashable {
  case nothing
  case scalar(Scalar)
  /// The program's argument, that many bytes in.
  case context(Int)
  /// A place in the packet: bytes from its start.
  case packet(Scalar)
  case packetEnd
  /// A place in the frame of a function, by depth of its call: bytes from the frame's top, so negative; nil when not
  /// the same on every path.
  case stack(frame: Int, offset: Int?)
  case map(Int)
  /// A place in a value of one of the maps, or null: bytes from the value's start, nil when they vary.
  case mapValue([Int], offset: Int?)
  /// An address of the object's variables, or of something in the kernel.
  case foreign
  /// Different kinds of things on different paths.
  case mixed

  static let unknown = Value.scalar(.anything)
  static func constant(_ number: Int) -> Value { .scalar(Scalar(UInt64(bitPattern: Int64(number)))) }

  var isPointer: Bool {
    switch self {
    case .nothing, .scalar: false
    default: true
    }
  }

  var scalar: Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }

  /// A null that only a check tells from a pointer.
  private var isZero: Bool { scalar?.constant == 0 }

  func joined(_ other: Value) -> Value {
    if self == other { return self }
    switch (self, other) {
    case (.scalar(let a), .scalar(let b)): return .scalar(a.joined(b))
    case (.packet(let a), .packet(let b)): return .packet(a.joined(b))
    case (.stack(let a, _), .stack(let b, _)) where a == b: return .stack(frame: a, offset: nil)
    case (.mapValue(let a, let x), .mapValue(let b, let y)):
      return .mapValue(Set(a + b).sorted(), offset: x == y ? x : nil)
    case (.mapValue, let b) where b.isZero: return self
    case (let a, .mapValue) where a.isZero: return other
    case (.nothing, _), (_, .nothing): return .nothing
    default: return .mixed
    }
  }

  func widened(from before: Value) -> Value {
    switch (self, before) {
    case (.scalar(let a), .scalar(let b)): .scalar(a.widened(from: b))
    case (.packet(let a), .packet(let b)): .packet(a.widened(from: b))
    default: joined(before)
    }
  }

  /// The kernel's name for the kind, as its verifier prints it.
  var kind: String {
    switch self {
    case .nothing: "?"
    case .scalar: "scalar"
    case .context: "ctx"
    case .packet: "pkt"
    case .packetEnd: "pkt_end"
    case .stack: "fp"
    case .map: "map_ptr"
    case .mapValue: "map_value"
    case .foreign: "mem"
    case .mixed: "several types"
    }
  }

  /// The pointer moved by a number.
  func moved(by distance: Scalar) -> Value {
    let constant = distance.constant.map { Int(Int64(bitPattern: $0)) }
    func place(_ offset: Int?) -> Int? {
      guard let offset, let constant, abs(constant) <= 1 << 20 else { return nil }
      return offset + constant
    }
    switch self {
    case .packet(let offset): return .packet(Scalar.result(.add, offset, distance, bits: 64))
    case .stack(let frame, let offset): return .stack(frame: frame, offset: place(offset))
    case .mapValue(let maps, let offset): return .mapValue(maps, offset: place(offset))
    case .context(let offset): return place(offset).map { .context($0) } ?? .unknown
    case .foreign: return self
    default: return .unknown
    }
  }
}
