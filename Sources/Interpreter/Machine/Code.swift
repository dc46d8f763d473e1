/// What one step of the machine does. Names follow `IR.Operation` and `IR.Terminator`.
enum Opcode: UInt16 {
  case move
  case add, sub, mul, div, rem, and, or, xor, shl, shr, addSat, subSat, min, max
  case equal, notEqual, less, lessOrEqual
  case select, convert, hash
  case load8, load16, load32, load48, load64, loadBits
  case store8, store16, store32, store48, store64, storeBits
  case adjustChecksum
  case length, bind, insertBytes, removeBytes, setLength
  case sumBytes, hashBytes, skipExtensions
  case mirror, export
  case loadEntry, storeEntry, addEntry, storeTimeout, addTimeout, remove
  case loadArray, storeArray, addArray
  case sketchAdd, sketchEstimate, tally

  case jump, branch
  case branchEqual, branchNotEqual, branchLess, branchLessOrEqual
  case switchOver
  case extract, lookup, match, insert, append, take, dequeue, meter, pick
  case forward, reply, drop, controlPlane
}

/// One step: an opcode and its operands, register numbers unless said otherwise where the code is made.
///
/// A step with edges keeps their targets in `a` (the first edge of `Terminator.targets`) and `b` (the second), as
/// positions in the code, and what they add to the path number in the lower and the upper half of `immediate`.
struct Code {
  var opcode: Opcode
  /// A small number: a table, a pool, a shift, a flag.
  var small: UInt16 = 0
  var destination: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
  var d: Int32 = 0
  var immediate: UInt64 = 0
}

/// One case of a `switchOver`.
struct CaseRow {
  var match: UInt64
  var target: Int32
  var increment: UInt32
}

/// An entry handle: the record's row, and the table's slot of it.
struct EntryHandle {
  var row: UnsafeMutablePointer<UInt64>
  var slot: Int
}

/// Registers with a fixed meaning: the first three are set for every packet.
enum FixedRegister {
  static let packetLength = 0
  static let ingressPort = 1
  static let now = 2
  /// Takes results that nothing reads.
  static let unread = 3
  static let count = 4
}
