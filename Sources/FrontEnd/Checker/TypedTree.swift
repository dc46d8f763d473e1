import Diagnostics
import IR

/// What a header says that is no field of its own.
enum HeaderFact: Hashable, Sendable {
  /// Of IPv6: part of a packet that was cut into several (RFC 8200, 4.5).
  case isFragment
  /// Of IPv6: the protocol behind the extension headers.
  case payloadProtocol
  /// The first byte behind the header: u32.
  case end
  /// Of GRE: the key, 0 without one.
  case key
}

/// An expression with its type; conversions are explicit.
struct TypedExpression: Sendable {
  indirect enum Kind: Sendable {
    /// One value per word of the type.
    case constant([UInt64])
    case parameter(Int)
    /// A value bound by `let`.
    case local(Int)
    /// The value of a map's entry.
    case entry(Int)
    case element(state: Int, index: TypedExpression)
    case field(TypedExpression, Int)
    /// A record from its fields, or an IPv6 address from its halves.
    case aggregate([TypedExpression])
    /// A field of the header with this index in the handler's patterns.
    case header(Int, HeaderField)
    /// Something else about that header.
    case headerFact(Int, HeaderFact)
    /// Both operands have one type.
    case binary(BinaryOperator, TypedExpression, TypedExpression)
    /// Both operands have one type, of any number of words for eq and ne.
    case compare(Comparison, TypedExpression, TypedExpression)
    /// Of a scalar: widens with zeros or cuts off.
    case convert(TypedExpression)
    case hash([TypedExpression])
    case packetLength
    /// The port it came in by.
    case packetPort
    /// Over bytes from an offset on, as many as the second says; both are u32.
    case packetHash(TypedExpression, TypedExpression)
    case packetSum(TypedExpression, TypedExpression)
    case now
    case sketchAdd(state: Int, key: TypedExpression, amount: TypedExpression)
    case sketchEstimate(state: Int, key: TypedExpression)
    /// Live records of the tally's map with the key.
    case tally(state: Int, key: TypedExpression)
    /// Whether a map has a record with the key; a hit counts as a use of the record.
    case contains(state: Int, key: TypedExpression)
  }
  var kind: Kind
  var type: Type
  var span: SourceSpan
  /// Nodes of the tree. A part that is used several times counts each time, so the tree may be larger than its source.
  private(set) var size: Int
  /// True where a lookup is part of it: it is lowered to blocks, and `and` and `or` around it do not look further than
  /// they must.
  private(set) var looksUp: Bool

  init(kind: Kind, type: Type, span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
    size = kind.operands.reduce(1) { $0 + $1.size }
    if case .contains = kind { looksUp = true } else { looksUp = kind.operands.contains(where: \.looksUp) }
  }

  /// The words of a constant.
  var constant: [UInt64]? { if case .constant(let words) = kind { words } else { nil } }
  /// The value of a scalar constant.
  var constantValue: UInt64? { constant.flatMap { $0.count == 1 ? $0[0] : nil } }
}

extension TypedExpression.Kind {
  var operands: [TypedExpression] {
    switch self {
    case .binary(_, let left, let right), .compare(_, let left, let right), .packetHash(let left, let right),
      .packetSum(let left, let right):
      [left, right]
    case .convert(let value), .field(let value, _), .element(_, let value), .sketchEstimate(_, let value),
      .contains(_, let value), .tally(_, let value):
      [value]
    case .aggregate(let parts), .hash(let parts): parts
    case .sketchAdd(_, let key, let amount): [key, amount]
    case .constant, .parameter, .local, .entry, .header, .headerFact, .packetLength, .packetPort, .now: []
    }
  }
}

extension TypedExpression {
  /// True when the value rests on a header field of that name.
  func reads(_ field: String) -> Bool {
    if case .header(_, let read) = kind { return read.name == field }
    if case .headerFact(_, .isFragment) = kind { return field == "fragment" }
    return kind.operands.contains { $0.reads(field) }
  }
}

struct TypedBlock: Sendable {
  var statements: [TypedStatement]
  /// True when no path reaches its end: each gives a verdict or a value by `use`.
  var ends: Bool
  /// True when some path gives a value by `use`.
  var yields: Bool
}

struct TypedStatement: Sendable {
  indirect enum Kind: Sendable {
    case bind(Int, TypedExpression)
    /// `result` gets the value where the `else` block gives one too, or where the value is not an entry.
    case attempt(Attempt, result: Int?, otherwise: TypedBlock)
    /// `full` is nil where the map evicts.
    case insert([TypedInsertion], full: TypedBlock?)
    case remove(Int)
    case conditional(TypedExpression, then: TypedBlock, otherwise: TypedBlock)
    case match(TypedExpression, cases: [TypedCase], otherwise: TypedBlock)
    case storeHeader(Int, HeaderField, TypedExpression)
    /// Writes the words of the value from `word` on.
    case storeEntry(Int, word: Int, TypedExpression)
    case addEntry(Int, word: Int, TypedExpression)
    /// The same for an array's element.
    case storeElement(state: Int, index: TypedExpression, word: Int, TypedExpression)
    case addElement(state: Int, index: TypedExpression, word: Int, TypedExpression)
    /// Adds the packet and its bytes to a counter.
    case count(state: Int, index: TypedExpression)
    /// The packet's colour by a meter of three.
    case colour(TypedCharge, green: TypedBlock, yellow: TypedBlock, red: TypedBlock)
    case export(stream: Int, TypedExpression)
    case evaluate(TypedExpression)
    case use(TypedExpression)
    /// Gives a variable its value.
    case assign(Int, TypedExpression)
    /// A block that `leave` leads out of, with one of the results, which `result` then is.
    case labelled(Int, TypedBlock, results: [TypedExpression], result: Int?)
    /// Goes on behind the block with the label, with the result of that index.
    case leave(Int, result: Int?)
    case finish(TypedVerdict)
    case packet(PacketOperation)
  }
  var kind: Kind
  var span: SourceSpan
}

/// What can fail and then takes the `else`.
enum Attempt: Sendable {
  /// Binds the entry.
  case lookup(state: Int, key: TypedExpression, entry: Int)
  case take(state: Int)
  case pick(state: Int, hash: TypedExpression)
  case charge(TypedCharge)
  /// The oldest element of a queue, when it is due.
  case pop(state: Int)
}

/// The amount is a u64 below 2^32.
struct TypedCharge: Sendable {
  var state: Int
  var key: TypedExpression
  var amount: TypedExpression
}

struct TypedInsertion: Sendable {
  var state: Int
  var key: TypedExpression
  var value: TypedExpression
}

struct TypedCase: Sendable {
  var values: [UInt64]
  var body: TypedBlock
}

enum TypedVerdict: Hashable, Sendable {
  /// The reason of a `drop` that names none.
  static let withoutReason = "no reason given"

  case forward(port: Int)
  /// Out by the other one of two ports.
  case forwardOther
  case drop(String)
  case reply
  case toControlPlane
}
