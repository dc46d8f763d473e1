/// A program is well-formed when all of this holds.
///
/// **Declarations.** Types have 1 to 64 bits. Names of parameters, ports, states, headers, and of the fields of one
/// key or value, are unique; so are drop reasons. Parameters and pool ranges fit their types.
/// - A map has a key and room for at least one record. A meter's value is `(tokens: u64, updated: u64)` for each bucket, its rates and
///   bursts are 1 ..< 2^32; a bucket that another overflows into has the rate 0.
/// - A table's prefix ends with its key; a tally counts a primary map's records by fields of their key; time-outs are by a value field. A companion names a primary map, has its capacity, and no expiry of its own (or the same).
/// - A pool is tied to a value field of a primary map, of the pool's type; programs do not store to that field.
/// - A sketch has a key, rows, and columns a power of two. A ring has a prime number of slots, over a config array.
///
/// **Graph.** Block 0 is the entry and has no parameters. Each edge leads to a block of larger index and gives one
/// argument of the right type for each of its parameters. There are at most 2^20 paths. Blocks that no edge leads to
/// may exist; how their uses are ordered is not checked.
///
/// **Values.** Each is defined once, by a parameter, an instruction or a terminator, and its definition dominates its
/// uses. The result of `take` and `pick` is defined on the `ok` edge: its arguments may be that value, and other uses
/// are in blocks that are reached only over that edge.
///
/// **Handles.** A header is bound by one `extract` or `bind`, an entry by one `lookup` or `dequeue` in the entry's state. They are
/// used only behind that `bind`, or in blocks that are reached only over that `ok` or `hit` edge. After an instruction that moves the
/// packet's bytes, headers that were bound before are not used any more. After an `insert` (on its `ok` edge) or a `remove`
/// in a group, entries of that group that were bound before are not used any more: their record may be gone.
///
/// **Operations and terminators** have the types that `Operation` and `Terminator` document. A field lies in the
/// bytes that `extract` guarantees and within eight bytes of memory. Config arrays are only read, buckets of meters
/// only charged. Cases of a switch are distinct. An `insert` names a primary map, then each of its companions once, or a queue. At most
/// `mostInsertedBytes` are inserted on one path.
extension Program {
  /// Every rule that is broken; empty for a well-formed program. When an index is out of range nothing else is
  /// checked.
  public func verify() -> [VerificationError] {
    let verifier = Verifier(self)
    verifier.checkDeclarations()
    verifier.checkReferences()
    guard verifier.errors.isEmpty else { return verifier.errors }
    verifier.checkOperations()
    verifier.checkTerminators()
    verifier.checkDefinitions()
    verifier.checkHandles()
    verifier.checkStaleEntries()
    verifier.checkMovedBytes()
    verifier.checkPathCount()
    return verifier.errors
  }
}
