import IR

/// What differs between the halves' code: where a packet's facts come from, how states are reached, how a packet ends.
///
/// `GraphEmitter` prints everything else. A hook that returns text returns a C expression of the IR type asked for,
/// without side effects, good where the hook was called; lines that must run before it are printed into `code`.
public protocol CDialect {
  /// Names that the function around the graph uses; values, headers and entries get others.
  var reservedNames: [String] { get }
  /// The packet's first byte, a `u8 *`.
  var packetStart: String { get }
  /// The initial value of `path`, the path number so far.
  var initialPath: String { get }
  /// The resume point to go on at, and its n-th live value; asked only when the half has resume points.
  var resumeIndex: String { get }
  func liveValue(_ position: Int) -> String

  func parameter(_ index: Int) -> String
  mutating func packetLength(_ code: inout CFunction) -> String
  mutating func ingressPort(_ code: inout CFunction) -> String
  mutating func now(_ code: inout CFunction) -> String

  mutating func loadEntry(_ entry: EntryID, field: Int, _ code: inout CFunction) throws(CodeGenError) -> String
  mutating func storeEntry(
    _ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError)
  mutating func addEntry(
    _ entry: EntryID, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError)
  mutating func remove(_ entry: EntryID, _ code: inout CFunction) throws(CodeGenError)

  mutating func loadArray(
    _ state: StateID, index: String, field: Int, _ code: inout CFunction
  ) throws(CodeGenError) -> String
  mutating func storeArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError)
  mutating func addArray(
    _ state: StateID, index: String, field: Int, _ value: String, _ code: inout CFunction) throws(CodeGenError)

  /// Adds; the estimate is the expression, asked for only when `isRead`.
  mutating func sketchAdd(
    _ state: StateID, key: [String], amount: String, isRead: Bool, _ code: inout CFunction
  ) throws(CodeGenError) -> String
  mutating func sketchEstimate(
    _ state: StateID, key: [String], _ code: inout CFunction
  ) throws(CodeGenError) -> String

  /// Runs a `bind`, `insertBytes`, `removeBytes`, `setLength`, `mirror` or `export`.
  mutating func change(_ operation: Operation, _ code: inout CFunction) throws(CodeGenError)
  /// The value of a `sumBytes`, `hashBytes`, `skipExtensions` or `tally`.
  mutating func value(of operation: Operation, _ code: inout CFunction) throws(CodeGenError) -> String

  /// Runs an `extract`, `lookup`, `insert`, `take`, `meter`, `pick` or `dequeue`; the expression is true when edge 0 is taken. What
  /// edge 0 defines is defined by then: `code.bind` for a header, `code.define` for a value.
  mutating func test(_ terminator: Terminator, _ code: inout CFunction) throws(CodeGenError) -> String
  /// Ends the packet's way; control must not come back. `path` is the whole path's number.
  mutating func finish(_ verdict: Verdict, _ code: inout CFunction) throws(CodeGenError)
  /// Leaves this half at a cut edge; control must not come back. `path` counts the edge already.
  mutating func leave(at edge: CutEdge, _ code: inout CFunction) throws(CodeGenError)
}

/// A cut as the generator of the half that is left sees it.
public struct CutEdge: Hashable, Sendable {
  /// Position in `plan.cuts`.
  public var cut: Int
  /// Nil for a restart.
  public var resume: ResumePoint?
}
