/// Whether packets of one flow, and only they, use an entry; then cores may share nothing.
public enum FlowAffinity: Hashable, Sendable {
  /// Copies do not hurt: see the state's `SharingProof`.
  case any
  case flow(ShardKey)
  /// Why packets that meet in an entry cannot be told from their headers.
  case none(reason: String)
}

/// The parts of a packet's flow identity that decide which entry it uses.
public struct ShardKey: Hashable, Sendable {
  /// For each kind of access, by position in the key: the parts that the key's field is, exactly; empty for positions
  /// that are constant or not exact.
  public var shapes: [[Set<FlowField>]]

  /// All parts used, over all shapes.
  public var fields: Set<FlowField> {
    Set(shapes.flatMap { $0.flatMap { $0 } })
  }

  /// Whether some accesses use the entry of the opposite direction: source and destination change places.
  public var isSymmetric: Bool {
    shapes.contains { $0 != Self.reversed($0) } && shapes.allSatisfy { shapes.contains(Self.reversed($0)) }
  }

  private static func reversed(_ shape: [Set<FlowField>]) -> [Set<FlowField>] {
    shape.map { Set($0.map(\.reversed)) }
  }
}

/// The affinities of a program's states.
public struct FlowAffinities: Sendable {
  public let byState: [FlowAffinity]

  public init(
    _ program: Program, _ accesses: StateAccesses, _ proofs: SharingProofs, _ derivations: Derivations
  ) {
    byState = program.states.indices.map { index in
      let id = StateID(index)
      switch proofs[id].kind {
      case .readOnlyConfig, .commutativeAdd: return .any
      case .eventualAdd, .readMostly, .exclusive: return Self.affinity(of: id, program, accesses.of(id), derivations)
      }
    }
  }

  public subscript(_ state: StateID) -> FlowAffinity { byState[state.index] }

  private static func affinity(
    of id: StateID, _ program: Program, _ accesses: [StateAccess], _ derivations: Derivations
  ) -> FlowAffinity {
    if program[id].pool != nil || program[id].queue != nil { return .none(reason: "packets of all flows take from it") }
    var shapes: [[Set<FlowField>?]] = []
    for access in accesses where [.find, .insert, .read, .store, .add, .count, .estimate].contains(access.kind) {
      if let reason = foreignKey(access, program, derivations) { return .none(reason: reason) }
      let shape = access.key.map { derivations.derivation(of: $0).exactFlowFields }
      if !shapes.contains(shape) { shapes.append(shape) }
    }
    return affinity(shapes)
  }

  /// Keeps the positions of the key that are exact in each shape.
  private static func affinity(_ shapes: [[Set<FlowField>?]]) -> FlowAffinity {
    guard let first = shapes.first else { return .any }
    let exact = first.indices.filter { position in shapes.allSatisfy { $0[position] != nil } }
    let kept = shapes.map { shape in shape.indices.map { exact.contains($0) ? shape[$0] ?? [] : [] } }
    guard kept.allSatisfy({ $0.contains { !$0.isEmpty } }) else {
      return .none(reason: "its key holds no field of the packet as it is")
    }
    var distinct: [[Set<FlowField>]] = []
    for shape in kept where !distinct.contains(shape) { distinct.append(shape) }
    return .flow(ShardKey(shapes: distinct))
  }

  /// Names the first field of a key that is not a function of the packet's flow identity.
  private static func foreignKey(
    _ access: StateAccess, _ program: Program, _ derivations: Derivations
  ) -> String? {
    let names = program[access.state].keyFields.map { "key field '\($0.name)'" }
    for (position, value) in access.key.enumerated() {
      guard let source = derivations.derivation(of: value).foreign else { continue }
      let name = names.indices.contains(position) ? names[position] : "the index"
      return "\(name) comes from \(source.description(in: program)) at \(access.place(in: program))"
    }
    return nil
  }
}

extension RecordGroup {
  /// The group's affinity: that of its members when all have one.
  public func affinity(in affinities: FlowAffinities, program: Program) -> FlowAffinity {
    for member in members {
      if case .none(let reason) = affinities[member] { return .none(reason: "'\(program[member].name)': \(reason)") }
    }
    return affinities[primary]
  }
}
