import Diagnostics

/// Whether several sites or cores may have a copy of a state, and what proves or prevents it.
public struct SharingProof: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Programs only read it: a config table, or a ring over one.
    case readOnlyConfig = "read-only-config"
    /// Packets only add to it and never read it: copies are summed when it is read out.
    case commutativeAdd = "commutative-add"
    /// Packets add to it and read it, and the author allows them to see additions late.
    case eventualAdd = "eventual-add"
    /// Entries are made and removed but never changed: copies may be kept under a version.
    case readMostly = "read-mostly"
    /// One owner for each entry at any time.
    case exclusive
  }

  public var kind: Kind
  /// The access that prevents a stronger proof; nil when there is none.
  public var obstacle: StateAccess?
  /// A sentence for reports: what was proved, or what prevents it and where.
  public var reason: String
}

/// The proofs of a program's states.
public struct SharingProofs: Sendable {
  public let byState: [SharingProof]

  public init(_ program: Program, _ accesses: StateAccesses) {
    byState = program.states.indices.map { index in
      Self.proof(of: StateID(index), program, accesses.of(StateID(index)))
    }
  }

  public subscript(_ state: StateID) -> SharingProof { byState[state.index] }

  private static func proof(of id: StateID, _ program: Program, _ accesses: [StateAccess]) -> SharingProof {
    let state = program[id]
    switch state.kind {
    case .table: return SharingProof(kind: .readOnlyConfig, obstacle: nil, reason: "only the operator writes it")
    case .ring: return SharingProof(kind: .readOnlyConfig, obstacle: nil, reason: "programs only read it")
    case .array(let array) where array.isConfig:
      return SharingProof(kind: .readOnlyConfig, obstacle: nil, reason: "only the operator writes it")
    case .array, .sketch: return additions(state, program, accesses)
    case .map, .pool, .queue, .tally: return records(program, accesses)
    }
  }

  /// Arrays and sketches: stores keep them apart, reads see the sum so far.
  private static func additions(_ state: State, _ program: Program, _ accesses: [StateAccess]) -> SharingProof {
    if let store = accesses.first(where: { $0.kind == .store }) {
      return obstructed(.exclusive, store, "a store replaces what was there", program)
    }
    guard let read = accesses.first(where: { !$0.kind.changesState }) else {
      return SharingProof(kind: .commutativeAdd, obstacle: nil, reason: "packets only add to it")
    }
    guard accesses.contains(where: \.kind.changesState) else {
      return SharingProof(kind: .readMostly, obstacle: nil, reason: "programs only read it")
    }
    if state.eventualNanoseconds != nil {
      return obstructed(.eventualAdd, read, "packets read it, late where need be,", program)
    }
    return obstructed(.exclusive, read, "packets read the sum so far", program)
  }

  /// Maps and pools.
  private static func records(_ program: Program, _ accesses: [StateAccess]) -> SharingProof {
    let changes: [(AccessKind, String)] = [
      (.store, "a packet replaces a field of an entry"), (.charge, "a packet charges an entry's bucket"),
      (.add, "a packet adds to an entry, which other packets make and end"),
      (.take, "two copies would give out one element"),
    ]
    for (kind, message) in changes {
      if let access = accesses.first(where: { $0.kind == kind }) {
        return obstructed(.exclusive, access, message, program)
      }
    }
    if let access = accesses.first(where: \.kind.changesState) {
      return obstructed(.readMostly, access, "entries are made or removed, never changed,", program)
    }
    return SharingProof(kind: .readMostly, obstacle: nil, reason: "no packet changes it")
  }

  private static func obstructed(
    _ kind: SharingProof.Kind, _ access: StateAccess, _ message: String, _ program: Program
  ) -> SharingProof {
    SharingProof(kind: kind, obstacle: access, reason: "\(message) at \(access.place(in: program))")
  }
}

extension StateAccess {
  /// The place in the source, or the block where there is none.
  public func place(in program: Program) -> String {
    span.map(\.description) ?? "\(block) \(program[block].label)"
  }
}
