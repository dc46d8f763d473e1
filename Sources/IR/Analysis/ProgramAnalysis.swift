/// All analyses of a well-formed program, made once and passed to whoever asks.
public struct ProgramAnalysis: Sendable {
  public let program: Program
  public let flow: ControlFlow
  public let liveness: Liveness
  public let effects: EffectOrder
  public let groups: RecordGroups
  public let derivations: Derivations
  public let accesses: StateAccesses
  public let proofs: SharingProofs
  public let affinities: FlowAffinities
  public let numbering: PathNumbering
  public let paths: PathClasses

  public init(_ program: Program) {
    self.program = program
    flow = ControlFlow(program)
    liveness = Liveness(program)
    effects = EffectOrder(program)
    groups = RecordGroups(program)
    derivations = Derivations(program)
    accesses = StateAccesses(program)
    proofs = SharingProofs(program, accesses)
    affinities = FlowAffinities(program, accesses, proofs, derivations)
    numbering = PathNumbering(program)
    paths = PathClasses(program, numbering, accesses, derivations)
  }

  /// What `blocks` (all when nil) demand of a state.
  public func demand(of state: StateID, in blocks: Set<BlockID>? = nil) -> StateDemand {
    accesses.demand(of: state, in: blocks, program: program)
  }
}
