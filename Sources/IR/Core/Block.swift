import Diagnostics

/// Straight-line code with one terminator. Values are assigned once; a join takes its values as `parameters`.
public struct Block: Hashable, Sendable {
  /// A word for people, such as `hit` or `ipv4.tcp`; not unique.
  public var label: String
  public var parameters: [Value]
  public var instructions: [Instruction]
  public var terminator: Terminator
  /// The place in the source that the terminator comes from.
  public var terminatorSpan: SourceSpan?

  public init(
    label: String, parameters: [Value] = [], instructions: [Instruction] = [], terminator: Terminator,
    terminatorSpan: SourceSpan? = nil
  ) {
    self.label = label
    self.parameters = parameters
    self.instructions = instructions
    self.terminator = terminator
    self.terminatorSpan = terminatorSpan
  }
}

/// One operation, its result if it has one, and its place in the source.
public struct Instruction: Hashable, Sendable {
  public var result: Value?
  public var operation: Operation
  public var span: SourceSpan?

  public init(result: Value? = nil, _ operation: Operation, span: SourceSpan? = nil) {
    self.result = result
    self.operation = operation
    self.span = span
  }
}

/// What an instruction does. Operands are values of one integer type unless said otherwise.
public enum Operation: Hashable, Sendable {
  /// The result's type gives the width.
  case constant(UInt64)
  /// A program parameter, by index; fixed before the first packet.
  case parameter(Int)
  /// Both operands and the result have one type.
  case binary(BinaryOperator, Value, Value)
  /// Both operands have one type, compared unsigned; the result is a bit.
  case compare(Comparison, Value, Value)
  /// `condition` is a bit; both arms and the result have one type.
  case select(condition: Value, then: Value, else: Value)
  /// Zero-extends or truncates to the result's type.
  case convert(Value)
  /// A 64-bit mix of the operands (any types) in order; the same on every site. See `mix64`.
  case hash(seed: UInt64, [Value])

  /// Bytes of the packet from its first link-layer byte to its end, without FCS: u32.
  case packetLength
  /// Index of the port the packet came in by: u16.
  case ingressPort
  /// Nanoseconds of a monotonic clock, one reading per packet: u64.
  case now

  /// Reads a field, in network order, as an integer of the field's width.
  case loadField(HeaderID, Field)
  /// Writes a field of the packet. Checksums are not touched: `adjustChecksum` stands beside it.
  case storeField(HeaderID, Field, Value)
  /// Updates the Internet checksum at `field` (16 bits) for covered data that changed from `old` to `new`
  /// (one type, 16, 32, 48 or 64 bits, at an even offset of the covered data), RFC 1624 equation 3. With
  /// `udpZeroRule` a stored 0 stays 0 (no checksum), and a computed 0 is stored as 0xffff.
  case adjustChecksum(HeaderID, Field, old: Value, new: Value, udpZeroRule: Bool)
  /// Binds a header at byte `offset` (u32) where it is known to be: no edge. Where its bytes do not lie in the packet, the
  /// packet is dropped under the half's own reason `OwnReason.noRoom`.
  case bind(HeaderID, offset: Value)

  /// Makes room: `count` (1 ... 128) zero bytes before byte `at` (u32; past the end: at the end). What stands before moves
  /// into the head room. Headers that were bound before have to be bound again.
  case insertBytes(at: Value, count: Int)
  /// Takes `count` (u32) bytes away at byte `at` (u32); what of them would lie past the end is not there to be taken.
  /// Headers that were bound before have to be bound again.
  case removeBytes(at: Value, count: Value)
  /// Cuts the packet to that many bytes (u32), or appends zero bytes: `Program.mostAppendedBytes` more than it came with,
  /// at most; a packet that would get longer is dropped as by `bind`. Headers that were bound before have to be bound again.
  case setLength(Value)
  /// The ones' complement sum of the bytes `offset ..< offset + length` (u32), as big-endian 16-bit words, not complemented: u16. The
  /// range ends with the packet, and after `Program.mostSummedBytes`; an odd last byte is the high byte of a word.
  case sumBytes(offset: Value, length: Value)
  /// `mix64` over the bytes of the range, which ends as that of `sumBytes` does: big-endian words of eight bytes, the last one filled up
  /// with zero bytes behind, then the number of bytes as one more word. u64.
  case hashBytes(seed: UInt64, offset: Value, length: Value)
  /// Walks IPv6 extension headers (0, 43, 44, 51, 60; RFC 8200, 4302; eight at most) from a first `protocol` (u8) and the byte
  /// behind the fixed header (u32). The result, u64, is made as `ExtensionWalk` says.
  case skipExtensions(protocol: Value, offset: Value)
  /// Sends a copy of the packet, as it is now, out by the port of this index; the packet goes on.
  case mirror(port: Int)
  /// Gives a record to the control plane: one value for each field of the stream.
  case export(stream: Int, [Value])

  /// Reads a value field of an entry: the result has the field's type.
  case loadEntry(EntryID, field: Int)
  /// Writes a value field of an entry.
  case storeEntry(EntryID, field: Int, Value)
  /// Adds to a value field of an entry, wrapping; commutative.
  case addEntry(EntryID, field: Int, Value)
  /// Removes the entry's whole record: every key of its group; pool elements tied to it return to their pool.
  case remove(EntryID)

  /// Reads a field of an array's element; an index at or past its size reads zero. Index is u32.
  case loadArray(StateID, index: Value, field: Int)
  /// Writes a field of an array's element; past the size nothing happens.
  case storeArray(StateID, index: Value, field: Int, Value)
  /// Adds to a field of an array's element, wrapping; commutative; past the size nothing happens.
  case addArray(StateID, index: Value, field: Int, Value)

  /// Adds `amount` (u64) to the key's counter in each row of a sketch. The result, if there is one, is the
  /// estimate after the addition: the least of the rows, u64.
  case sketchAdd(StateID, key: [Value], amount: Value)
  /// The least of the key's counters over the rows: u64.
  case sketchEstimate(StateID, key: [Value])
  /// The live records of a tally's primary map whose key has these fields: u32.
  case tally(StateID, key: [Value])
}

public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  /// Wrapping.
  case add, sub, mul
  /// Unsigned; a zero divisor gives 0.
  case div, rem
  case and, or, xor
  /// A shift by the width or more gives 0.
  case shl, shr
  /// Saturating at the type's bounds.
  case addSat, subSat
  case min, max
}

public enum Comparison: String, Hashable, Sendable, CaseIterable { case eq, ne, lt, le, gt, ge }

/// A bit field of a header: big-endian bit order, bit 0 is the most significant bit of the first byte.
public struct Field: Hashable, Sendable {
  /// Name in the header's declaration, such as `source`; an ipv6 address gives `source.hi` and `source.lo`.
  public var name: String
  public var bitOffset: Int
  public var type: IntType

  public init(name: String, bitOffset: Int, type: IntType) {
    self.name = name
    self.bitOffset = bitOffset
    self.type = type
  }
}
