import IR
import PerfModel
import Plan

/// Why states and paths are not wholly on the NIC, and what would change that.
struct Reasons {
  private let task: PlanningTask
  private let space: SpaceOfPlans
  private let best: Candidate
  private(set) var states: [StateOutcome] = []

  /// `best` is the plan, or, when nothing is offloaded, the best one that would be.
  init(_ task: PlanningTask, _ space: SpaceOfPlans, _ best: Candidate, _ search: Search) {
    self.task = task
    self.space = space
    self.best = best
    var lifts = Lifts(task, best, nodes: search.nodes)
    states = space.program.states.indices.map { outcome($0, search, &lifts) }
  }

  private func outcome(_ index: Int, _ search: Search, _ lifts: inout Lifts) -> StateOutcome {
    let state = space.program.states[index]
    let position = space.units.firstIndex { $0.states.contains(index) || $0.pools.contains(index) } ?? 0
    let unit = space.units[position]
    let site = best.assignment.states[index]
    let (reason, constraint) = reason(index, unit, search.sizes[position], site, search)
    let placement = StatePlacement(
      state: state.name, mode: site.mode, entriesOnNIC: entries(state, site), reason: reason,
      proof: site == .replicated ? best.modes[position].proof : nil)
    return StateOutcome(
      placement: placement, activeKeys: task.activeKeys(state), lifted: constraint.flatMap { lifts.lift($0) })
  }

  private func entries(_ state: State, _ site: StateSite) -> Int {
    switch site {
    case .host: 0
    case .split(let entries): entries
    case .nic, .replicated:
      state.map?.capacity ?? state.array?.size ?? state.ring?.size ?? state.sketch.map { $0.rows * $0.columns }
        ?? state.pool?.count ?? 0
    }
  }

  /// The reason for a state's placement, and the constraint behind it.
  private func reason(
    _ index: Int, _ unit: PlacementUnit, _ sizes: HotSetSizes, _ site: StateSite, _ search: Search
  ) -> (String, Constraint?) {
    switch site {
    case .nic, .replicated: return ("", nil)
    case .host: return hostReason(index, unit, sizes)
    case .split(let entries): return splitReason(index, unit, entries, sizes)
    }
  }

  private func hostReason(_ index: Int, _ unit: PlacementUnit, _ sizes: HotSetSizes) -> (String, Constraint?) {
    if unit.pools.contains(index) { return (Capability.take.missing, .capability(.take)) }
    let blocker = unit.blockers[.split] ?? unit.blockers[.replicated] ?? unit.blockers[.nic]
    if unit.options.count == 1, let blocker { return (blocker.text, constraint(blocker)) }
    if sizes.most == 0, unit.capacity > 0 { return ("the card has no room for it", .tables) }
    let onlyWhole = task.strategy == .statePartition && sizes.candidates.isEmpty && unit.capacity > 0
    if onlyWhole { return ("it is larger than the card, and the strategy does not split", .tables) }
    return ("on the NIC it would save less than it costs", nil)
  }

  private func splitReason(_ index: Int, _ unit: PlacementUnit, _ entries: Int, _ sizes: HotSetSizes) -> (
    String, Constraint?
  ) {
    if index != unit.primary {
      return ("moves with \(space.program.states[unit.primary].name)", nil)
    }
    let keys = task.activeKeys(space.program.states[index])
    if entries < keys {
      if entries >= sizes.most { return ("the card holds no more entries", .tables) }
      if task.bindsControlPath(best, index) {
        let writes = Figures.short(task.device.control.entryWrites.value)
        return ("control path writes \(writes)/s: the tail changes faster than that", .controlPath)
      }
      return ("a larger hot set would save less than it costs", nil)
    }
    guard let blocker = unit.blockers[.nic] else { return ("the host makes its records", nil) }
    return (blocker.text, constraint(blocker))
  }

  private func constraint(_ blocker: Blocker) -> Constraint? {
    if blocker.isExactOldest, let state = blocker.state { return .exactOldest(state: state) }
    return blocker.capability.map(Constraint.capability)
  }

  /// Why packets of a path are punted: the cut that most of them leave by.
  func path(_ index: Int) -> String {
    let path = task.model.paths[index]
    let cut = path.steps.first { best.assignment.cuts[Edge($0.block, $0.edge)] != nil }
    if let cut { return best.derivation.reasons[Edge(cut.block, cut.edge)]?.text ?? "" }
    for step in path.steps {
      guard step.edge == 0, let reason = best.derivation.reasons[Edge(step.block, 1)],
        case .lookup(let state, _, _, _, _) = space.program[step.block].terminator,
        best.assignment.states[state.index].isSplit
      else { continue }
      return reason.text
    }
    return ""
  }
}

extension PlanningTask {
  /// Whether the writes that keep a split table current are what limits its hot set.
  func bindsControlPath(_ best: Candidate, _ state: Int) -> Bool {
    let rate: Double
    switch goal {
    case .rate(let target): rate = target
    case .cores, .mostRate: rate = model.rate(best.demand, hostCores: model.hostCoreCount).rate
    }
    return best.demand.writes * rate > 0.9 * device.control.entryWrites.value
  }
}

extension StateSite {
  var mode: PlacementMode {
    switch self {
    case .host: .host
    case .nic: .nic
    case .split: .split
    case .replicated: .replicated
    }
  }
}
