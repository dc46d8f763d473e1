import IR
import PerfModel
import Plan
import Traffic

/// What it costs to go from a plan that runs to another one while packets flow.
///
/// The NIC half is replaced when its blocks, cuts or tables differ; then every record that it holds goes back to the host, and those
/// of the new plan go there, hottest first. Each costs one write of the control path per key; until it is written, its packets are
/// the host's. Same halves move nothing.
public struct Migration: Codable, Hashable, Sendable {
  /// By state, where something moves.
  public var moves: [Move]
  /// Table entries that the control path deletes and writes.
  public var entryWrites: Int
  /// At the control path's rate.
  public var seconds: Double
  /// Packets that the host has to take meanwhile although the new plan would finish them on the NIC.
  public var puntedPackets: Double
  /// Host core-seconds for the writes and for these packets.
  public var hostCoreSeconds: Double
  /// Host cores of the present plan less those of the new one, for this traffic.
  public var savesCores: Double
  /// After so many seconds the new plan has saved what the way to it cost; nil when it saves nothing.
  public var paysAfterSeconds: Double?

  public struct Move: Codable, Hashable, Sendable {
    public var state: String
    /// Records that go back to the host, and records that go to the NIC.
    public var recalled: Int
    public var promoted: Int
  }

  enum CodingKeys: String, CodingKey {
    case moves, seconds
    case entryWrites = "entry_writes"
    case puntedPackets = "punted_packets"
    case hostCoreSeconds = "host_core_seconds"
    case savesCores = "saves_cores"
    case paysAfterSeconds = "pays_after_seconds"
  }
}

extension PlanningProblem {
  /// Prices the way from `present` to `next`, two plans of this problem's program, under its traffic.
  public func migration(from present: OffloadPlan, to next: OffloadPlan) -> Migration {
    let model = CostModel(program, on: device, under: traffic)
    var cache = TermCache()
    let before = Running(present, self, model, &cache)
    let after = Running(next, self, model, &cache)
    let moves = present.hasSameHalf(as: next) ? [] : moves(present, next)
    let writes = moves.reduce(0) { $0 + ($1.recalled + $1.promoted) * keys(of: $1.state) }
    let seconds = Double(writes) / device.control.entryWrites.value
    // Records go back and come again at an even pace: on the mean, half of the time each is the host's.
    let punted = after.finished / 2 * after.rate * seconds
    let coreSeconds = (Double(writes) * model.recallTime / 2 + punted * max(0, before.hostTimeOfAll - after.hostTime)) * 1e-9
    let saved = before.hostCores - after.hostCores
    return Migration(
      moves: moves, entryWrites: writes, seconds: Figures.json(seconds), puntedPackets: Figures.json(punted),
      hostCoreSeconds: Figures.json(coreSeconds), savesCores: Figures.json(saved),
      paysAfterSeconds: saved > 0 ? Figures.json(seconds + coreSeconds / saved) : nil)
  }

  private func moves(_ present: OffloadPlan, _ next: OffloadPlan) -> [Migration.Move] {
    program.states.compactMap { state in
      guard state.map != nil else { return nil }
      let (recalled, promoted) = (held(present, state), held(next, state))
      guard recalled > 0 || promoted > 0, isPrimary(state.name) else { return nil }
      return Migration.Move(state: state.name, recalled: recalled, promoted: promoted)
    }
  }

  /// Records of a map that the NIC holds under a plan.
  private func held(_ plan: OffloadPlan, _ state: State) -> Int {
    guard let placement = plan.placement(of: state.name), placement.mode == .split || placement.mode == .nic else { return 0 }
    let used = min(state.map?.capacity ?? 0, traffic.use(ofState: state.name).activeKeys)
    return placement.mode == .nic ? used : min(used, placement.entriesOnNIC)
  }

  private func isPrimary(_ name: String) -> Bool {
    program.states.firstIndex { $0.name == name }.map { program.primary(of: StateID($0)).index == $0 } ?? false
  }

  /// Entries that one record of a primary map takes on the NIC.
  private func keys(of primary: String) -> Int {
    guard let index = program.states.firstIndex(where: { $0.name == primary }) else { return 1 }
    let group = program.primary(of: StateID(index))
    return program.states.indices.count { program.states[$0].map != nil && program.primary(of: StateID($0)) == group }
  }
}

/// A plan under the problem's load.
private struct Running {
  let finished, rate, hostCores: Double
  /// Host nanoseconds per packet, and for one that the NIC half does nothing for.
  let hostTime, hostTimeOfAll: Double

  init(_ plan: OffloadPlan, _ problem: PlanningProblem, _ model: CostModel, _ cache: inout TermCache) {
    let load = problem.goal.load(hostCores: model.hostCoreCount)
    let prediction = model.predict(Assignment(plan, problem.program), load, &cache)
    finished = prediction.demands.expected.finishedOnNIC
    rate = prediction.operatingRate
    hostCores = prediction.hostCores
    hostTime = prediction.demands.expected.host
    hostTimeOfAll = model.demand(.hostOnly(problem.program), .expected, &cache).host
  }
}

extension OffloadPlan {
  /// Whether the NIC half of one can go on as the other's.
  fileprivate func hasSameHalf(as other: OffloadPlan) -> Bool {
    func tables(_ plan: OffloadPlan) -> [String: Int] {
      Dictionary(plan.placements.map { ("\($0.state) \($0.mode.rawValue)", $0.entriesOnNIC) }) { first, _ in first }
    }
    return programDigest == other.programDigest && nicBlocks == other.nicBlocks && tables(self) == tables(other)
      && cuts.map { [$0.from, $0.edge] } == other.cuts.map { [$0.from, $0.edge] }
  }
}

extension Assignment {
  /// What a plan decides, in the form that costs are worked out of. States that the plan does not name are the host's.
  public init(_ plan: OffloadPlan, _ program: Program) {
    let inside = Set(plan.nicBlocks)
    var cuts: [Edge: CutMode] = [:]
    for cut in plan.cuts { cuts[Edge(BlockID(cut.from), cut.edge)] = cut.mode == .restart ? .restart : .resume }
    self.init(
      states: program.states.map { plan.placement(of: $0.name)?.site ?? .host },
      onNIC: program.blocks.indices.map { inside.contains($0) }, cuts: cuts)
  }
}

extension StatePlacement {
  fileprivate var site: StateSite {
    switch mode {
    case .host: .host
    case .nic: .nic
    case .split: .split(entries: entriesOnNIC)
    case .replicated: .replicated
    }
  }
}
