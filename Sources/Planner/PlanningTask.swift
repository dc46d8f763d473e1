import IR
import PerfModel
import Plan
import Traffic

/// One call of the planner: the search, the decision whether to offload, and the reasons.
struct PlanningTask {
  let program: Program
  let digest: String
  let device: DeviceModel
  let traffic: TrafficProfile
  let goal: Goal
  let strategy: Strategy
  let budget: SearchBudget
  let model: CostModel

  init(
    _ program: Program, _ device: DeviceModel, _ traffic: TrafficProfile, _ goal: Goal, _ strategy: Strategy,
    _ budget: SearchBudget
  ) {
    self.program = program
    self.device = device
    self.traffic = traffic
    self.goal = goal
    self.strategy = strategy
    self.budget = budget
    digest = program.digest
    model = CostModel(program, on: device, under: traffic, digest: digest)
  }

  func result() -> PlanningResult {
    let start = budget.clock?() ?? 0
    guard strategy != .hostOnly else { return hostOnly("the strategy is host-only", note: "", start) }
    guard let nic = device.nic else {
      let note = "\(device.name) has no NIC that runs programs"
      return hostOnly(note, note: note, fits: strategy != .nicOnly, start)
    }
    let space = SpaceOfPlans(program, on: nic)
    let baselines = strategy == .best ? Baselines(self, space) : nil
    var search = Search(space, model, goal, strategy, budget)
    search.run(from: baselines?.candidates ?? [])
    guard let best = search.best else { return nothingFound(space, search, start) }
    guard isGain(best, search.score) else { return nothingGained(best, space, search, start) }
    var result = offloaded(best, space, &search, start)
    result.statePartition = baselines.flatMap { prediction($0.found[.statePartition], search.score) }
    return result
  }

  /// Whether offloading is worth it. Baselines that are asked for by name are given even when they lose.
  private func isGain(_ best: Candidate, _ score: Score) -> Bool {
    guard strategy == .best || strategy == .statePartition else { return true }
    let host = hostOnlyScore(score)
    return best.score < host - Search.tolerance * abs(host)
  }

  private func nothingGained(
    _ best: Candidate, _ space: SpaceOfPlans, _ search: Search, _ start: Double
  ) -> PlanningResult {
    let reasons = Reasons(self, space, best, search)
    let finished = Figures.percent(best.demand.finishedOnNIC)
    let note = "the best plan would finish \(finished) of the packets on the NIC and save nothing"
    let states = reasons.states.map { state in
      var state = state
      let reason = state.placement.reason
      state.placement = StatePlacement(
        state: state.placement.state, mode: .host, entriesOnNIC: 0,
        reason: reason.isEmpty ? "nothing is gained" : reason)
      return state
    }
    return hostOnlyResult(states, note: note, search: search, start) { index in
      let reason = reasons.path(index)
      return reason.isEmpty ? "nothing is gained" : reason
    }
  }

  private func nothingFound(_ space: SpaceOfPlans, _ search: Search, _ start: Double) -> PlanningResult {
    let stuck = zip(space.units, search.options).first { $0.1.isEmpty }?.0
    let blocker = stuck.flatMap { $0.blockers[.nic] ?? $0.blockers[.replicated] } ?? search.firstBlocker
    let name = stuck.map { program.states[$0.primary].name }
    let reason = [name, blocker?.text].compactMap { $0 }.joined(separator: ": ")
    let note = reason.isEmpty ? "no NIC half that touches a state is legal under the strategy" : reason
    return hostOnly(note, note: note, fits: strategy != .nicOnly, search: search, start)
  }

  /// A result that offloads nothing, for one reason.
  private func hostOnly(
    _ reason: String, note: String, fits: Bool = true, search: Search? = nil, _ start: Double
  ) -> PlanningResult {
    let states = program.states.map { state in
      StateOutcome(
        placement: StatePlacement(state: state.name, mode: .host, entriesOnNIC: 0, reason: reason),
        activeKeys: activeKeys(state), lifted: nil)
    }
    return hostOnlyResult(states, note: note, fits: fits, search: search, start) { _ in reason }
  }

  private func hostOnlyResult(
    _ states: [StateOutcome], note: String, fits: Bool = true, search: Search?, _ start: Double,
    _ reason: (Int) -> String
  ) -> PlanningResult {
    let derivation = DerivedHalf(assignment: .hostOnly(program), reasons: [:])
    var cache = TermCache()
    let prediction = model.predict(derivation.assignment, goal.load(hostCores: model.hostCoreCount), &cache)
    return assemble(
      derivation, prediction, states, note: note, fits: fits && meets(prediction), search: search, start, reason)
  }

  private func hostOnlyScore(_ score: Score) -> Double {
    var cache = TermCache()
    let assignment = Assignment.hostOnly(program)
    return score.value(assignment, model.demand(assignment, .expected, &cache))
  }

  private func offloaded(
    _ best: Candidate, _ space: SpaceOfPlans, _ search: inout Search, _ start: Double
  ) -> PlanningResult {
    let prediction = model.predict(best.assignment, goal.load(hostCores: model.hostCoreCount), &search.cache)
    let reasons = Reasons(self, space, best, search)
    return assemble(
      best.derivation, prediction, reasons.states, note: "", fits: meets(prediction), search: search, start
    ) { reasons.path($0) }
  }

  /// Of a baseline that reports compare with, when it offloads anything.
  private func prediction(_ found: Candidate?, _ score: Score) -> Prediction? {
    guard let found, found.score < hostOnlyScore(score) else { return nil }
    var cache = TermCache()
    return model.predict(found.assignment, goal.load(hostCores: model.hostCoreCount), &cache)
  }
}

/// The plans of the other strategies. Each is in the space of `best`, which therefore is never worse.
struct Baselines {
  private static let strategies = [Strategy.statePartition, .trafficPartition, .nicOnly]
  private(set) var found: [Strategy: Candidate] = [:]

  var candidates: [Candidate] { Self.strategies.compactMap { found[$0] } }

  init(_ task: PlanningTask, _ space: SpaceOfPlans) {
    for strategy in Self.strategies {
      var search = Search(space, task.model, task.goal, strategy, task.budget.part(0.1))
      search.run()
      found[strategy] = search.best
    }
  }
}
