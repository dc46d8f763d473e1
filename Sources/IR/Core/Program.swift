import Diagnostics

/// One network function, lowered: states, and an acyclic graph of blocks over scalar integers.
///
/// A packet enters at `blocks[0]` and leaves at a `.finish` terminator. Aggregates do not exist here: structs,
/// tuples and IPv6 addresses were split into integers of at most 64 bits (an `ipv6` is `….hi`, `….lo`).
/// Loops were unrolled, functions inlined. The text form (`Program.text`, `Program(parsing:)`) reads back.
public struct Program: Hashable, Sendable {
  /// The `nf`'s name, such as `SourceNAT`.
  public var name: String
  /// The file it was written in; spans name it.
  public var sourceFile: String
  public var parameters: [Parameter]
  /// Names of the ports, by port index.
  public var ports: [String]
  public var states: [State]
  /// Drop reasons, by reason index; a verdict names one by index.
  public var reasons: [String]
  /// Blocks in topological order: a block's successors have larger indices than its own.
  public var blocks: [Block]
  /// The type of each value, by value id.
  public var valueTypes: [IntType]
  /// The header instances that `extract` binds, by handle.
  public var headers: [HeaderInstance]
  /// The state that each entry handle points into, by handle.
  public var entries: [EntryInstance]
  /// What `export` gives to the control plane, by stream index.
  public var streams: [Stream]

  /// Bytes that `insertBytes` may add on one path, at most.
  public static let mostInsertedBytes = 128
  /// Bytes that `setLength` may add to a packet, at most.
  public static let mostAppendedBytes = 512
  /// Bytes that `sumBytes` and `hashBytes` look at, at most.
  public static let mostSummedBytes = 2048

  public init(
    name: String, sourceFile: String = "", parameters: [Parameter] = [], ports: [String] = [],
    states: [State] = [], reasons: [String] = [], blocks: [Block] = [], valueTypes: [IntType] = [],
    headers: [HeaderInstance] = [], entries: [EntryInstance] = [], streams: [Stream] = []
  ) {
    self.name = name
    self.sourceFile = sourceFile
    self.parameters = parameters
    self.ports = ports
    self.states = states
    self.reasons = reasons
    self.blocks = blocks
    self.valueTypes = valueTypes
    self.headers = headers
    self.entries = entries
    self.streams = streams
  }
}

/// An unsigned integer of 1 to 64 bits. A `bool` is one bit. Arithmetic wraps at this width.
public struct IntType: Hashable, Codable, Sendable {
  public var bits: Int
  public init(_ bits: Int) { self.bits = bits }

  public static let bit = IntType(1)
  public static let u8 = IntType(8)
  public static let u16 = IntType(16)
  public static let u32 = IntType(32)
  public static let u48 = IntType(48)
  public static let u64 = IntType(64)

  /// All bits that a value of this type may have set.
  public var mask: UInt64 { bits >= 64 ? .max : (1 << UInt64(bits)) - 1 }
  /// Bytes of the C integer that stores it: 1, 2, 4 or 8. Keys and values use it with natural alignment.
  public var storageBytes: Int { bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8 }
}

/// A program parameter, bound at compile time (`--set`) and again at deploy time.
public struct Parameter: Hashable, Sendable {
  public var name: String
  public var type: IntType
  public var value: UInt64
  /// How the value is written in reports, such as `203.0.113.1`.
  public var shown: String

  public init(name: String, type: IntType, value: UInt64, shown: String) {
    self.name = name
    self.type = type
    self.value = value
    self.shown = shown
  }
}

/// Records for the control plane, of one shape.
public struct Stream: Hashable, Sendable {
  public var name: String
  public var fields: [StateField]
  public init(name: String, fields: [StateField]) {
    self.name = name
    self.fields = fields
  }
}

/// One binding of a header in the packet, made by an `extract` or a `bind`.
public struct HeaderInstance: Hashable, Sendable {
  /// The name in the source, such as `ip`; unique within the program (`ip`, `ip_2`).
  public var name: String
  /// The header's type, such as `ipv4`.
  public var kind: String
  /// Bytes that `extract` guarantees to be in the packet.
  public var bytes: Int

  public init(name: String, kind: String, bytes: Int) {
    self.name = name
    self.kind = kind
    self.bytes = bytes
  }
}

/// One handle to an entry of a map, bound by a `lookup` on its hit edge.
public struct EntryInstance: Hashable, Sendable {
  public var name: String
  public var state: StateID
  public init(name: String, state: StateID) {
    self.name = name
    self.state = state
  }
}

public struct Value: Hashable, Sendable { public var id: Int; public init(_ id: Int) { self.id = id } }
public struct BlockID: Hashable, Comparable, Sendable {
  public var index: Int
  public init(_ index: Int) { self.index = index }
  public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}
public struct StateID: Hashable, Sendable { public var index: Int; public init(_ index: Int) { self.index = index } }
public struct HeaderID: Hashable, Sendable { public var index: Int; public init(_ index: Int) { self.index = index } }
public struct EntryID: Hashable, Sendable { public var index: Int; public init(_ index: Int) { self.index = index } }

extension Program {
  public subscript(_ id: StateID) -> State { states[id.index] }
  public subscript(_ id: BlockID) -> Block { blocks[id.index] }
  public subscript(_ id: HeaderID) -> HeaderInstance { headers[id.index] }
  public subscript(_ id: EntryID) -> EntryInstance { entries[id.index] }
  public func type(of value: Value) -> IntType { valueTypes[value.id] }
  public func state(named name: String) -> StateID? {
    states.firstIndex { $0.name == name }.map(StateID.init)
  }
}
