import Diagnostics

/// What an instruction or a terminator does to a state.
public enum AccessKind: String, Hashable, Sendable, CaseIterable {
  /// Looks an entry up; whether it is there is known afterwards.
  case find
  /// Reads a field of an entry or element.
  case read
  /// Replaces a field.
  case store
  /// Adds to a field: commutative.
  case add
  /// Makes a record.
  case insert
  /// Ends a record, or gives its element back to a pool.
  case remove
  /// Takes an element of a pool or a queue.
  case take
  /// Refills and charges a bucket.
  case charge
  /// Adds to a sketch: commutative.
  case count
  /// Reads a sketch; a `count` whose result is used is both.
  case estimate
  /// Reads a ring.
  case pick
  /// Reads how many records are alive.
  case tally

  /// Whether the state is changed by it.
  public var changesState: Bool { ![.find, .read, .estimate, .pick, .tally].contains(self) }
}

/// One place in a program where a state is touched.
public struct StateAccess: Hashable, Sendable {
  public var state: StateID
  public var kind: AccessKind
  public var block: BlockID
  /// The instruction's index; nil for the terminator.
  public var instruction: Int?
  /// The edge that the access belongs to: a record is made on edge 0 of `insert`. Nil: on every edge.
  public var edge: Int?
  /// The key or the index, as far as the access has one: for an entry, that of its lookup.
  public var key: [Value]
  public var span: SourceSpan?
}

/// All accesses of a program, in order of the program.
public struct StateAccesses: Sendable {
  public let all: [StateAccess]
  private let byBlock: [[StateAccess]]

  public init(_ program: Program) {
    var collector = AccessCollector(program)
    byBlock = program.blocks.indices.map { collector.accesses(in: BlockID($0)) }
    all = byBlock.flatMap { $0 }
  }

  /// In order of execution.
  public func inBlock(_ block: BlockID) -> [StateAccess] { byBlock[block.index] }

  public func of(_ state: StateID) -> [StateAccess] { all.filter { $0.state == state } }
}
