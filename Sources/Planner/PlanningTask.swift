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
    guard strategy != .hostOnly else { return hostOnlyResult(note: "", fits: true, search: nil, start) }
    guard let nic = device.nic else {
      return hostOnlyResult(note: "\(device.name) has no NIC that runs programs", fits: strategy != .nicOnly, search: nil, start)
    }
    let space = SpaceOfPlans(program, on: nic)
    var search = Search(space, model, goal, strategy, budget)
    search.run()
    guard let best = search.best else { return nothingFound(space, search, start) }
    let host = hostOnlyScore(search.score)
    let isGain = best.score < host - Planner.leastGain * abs(host)
    if strategy == .best || strategy == .statePartition, !isGain {
      return hostOnlyResult(note: whyNothingIsGained(best), fits: true, search: search, start)
    }
    return offloaded(best, space, &search, start)
  }

  /// The baseline that reports compare with, when it offloads anything.
  private func statePartition(_ space: SpaceOfPlans, _ search: Search) -> Prediction? {
    var other = Search(space, model, goal, .statePartition, SearchBudget(nodes: search.nodes + 100))
    other.run()
    guard let found = other.best, found.score < hostOnlyScore(search.score) else { return nil }
    return model.predict(found.assignment, goal.load(hostCores: model.hostCoreCount), &other.cache)
  }

  private func hostOnlyScore(_ score: Score) -> Double {
    var cache = TermCache()
    let assignment = Assignment.hostOnly(program)
    return score.value(assignment, model.demand(assignment, .expected, &cache))
  }

  private func whyNothingIsGained(_ best: Candidate) -> String {
    let share = (best.demand.finishedOnNIC * 1000).rounded() / 10
    return "the best plan would finish \(share) % of the packets on the NIC and save nothing"
  }

  private func nothingFound(_ space: SpaceOfPlans, _ search: Search, _ start: Double) -> PlanningResult {
    let stuck = zip(space.units, search.options).first { $0.1.isEmpty }?.0
    let blocker = stuck.flatMap { $0.blockers[.nic] ?? $0.blockers[.replicated] } ?? search.firstBlocker
    let name = stuck.map { program.states[$0.primary].name }
    let reason = [name, blocker?.text].compactMap { $0 }.joined(separator: ": ")
    let note = reason.isEmpty ? "its tables are more than the card holds" : reason
    return hostOnlyResult(note: note, fits: strategy != .nicOnly, search: search, start)
  }

  /// A result whose plan offloads nothing.
  private func hostOnlyResult(note: String, fits: Bool, search: Search?, _ start: Double) -> PlanningResult {
    let derivation = Derivation(assignment: .hostOnly(program), reasons: [:])
    var cache = TermCache()
    let prediction = model.predict(derivation.assignment, goal.load(hostCores: model.hostCoreCount), &cache)
    let reason = note.isEmpty ? "the strategy is host-only" : note
    let states = program.states.map { state in
      StateOutcome(
        placement: StatePlacement(state: state.name, mode: .host, entriesOnNIC: 0, reason: reason),
        activeKeys: activeKeys(state), lifted: nil)
    }
    return assemble(
      derivation, prediction, states, note: note, fits: fits && meets(prediction), search: search, start) { _ in reason }
  }

  private func offloaded(_ best: Candidate, _ space: SpaceOfPlans, _ search: inout Search, _ start: Double) -> PlanningResult {
    let prediction = model.predict(best.assignment, goal.load(hostCores: model.hostCoreCount), &search.cache)
    let reasons = Reasons(self, space, best, search)
    var result = assemble(
      best.derivation, prediction, reasons.states, note: "", fits: meets(prediction), search: search, start
    ) { reasons.path($0) }
    if strategy == .best { result.statePartition = statePartition(space, search) }
    return result
  }

  /// Whether a rate that was asked for is reached.
  private func meets(_ prediction: Prediction) -> Bool {
    guard case .rate(let target) = goal else { return true }
    return prediction.rate.value >= target * 0.999_999
  }

  func activeKeys(_ state: State) -> Int {
    state.map == nil ? 0 : min(state.map?.capacity ?? 0, traffic.use(ofState: state.name).activeKeys)
  }

  private func assemble(
    _ derivation: Derivation, _ prediction: Prediction, _ states: [StateOutcome], note: String, fits: Bool,
    search: Search?, _ start: Double, _ reason: (Int) -> String
  ) -> PlanningResult {
    var cache = TermCache()
    let host = model.predict(.hostOnly(program), goal.load(hostCores: model.hostCoreCount), &cache)
    let paths = model.paths.enumerated().map { index, path in
      let finished = prediction.finishedOnNIC[index]
      return PathOutcome(
        number: path.number, share: path.share, finishedOnNIC: finished, reason: finished >= 0.999_95 ? "" : reason(index),
        id: model.classes?[path.number]?.id ?? "path \(path.number)")
    }
    return PlanningResult(
      plan: offloadPlan(derivation, states.map(\.placement)), fits: fits,
      note: fits || !note.isEmpty ? note : shortfall(prediction), goal: goal, prediction: prediction, hostOnly: host,
      statePartition: nil, states: states, paths: paths, search: report(search, start), pareto: pareto(search), assumptions: assumptions,
      device: device)
  }

  private func shortfall(_ prediction: Prediction) -> String {
    "the most that can be reached is \(Figures.rate(prediction.rate.value)), bound by \(prediction.bottleneck.rawValue)"
  }

  private var assumptions: [String] {
    var list = device.nic == nil ? [] : device.assumptions
    if model.pathsAreAssumed {
      list.append("the profile does not know this program's paths: those that do not drop are weighed alike")
    }
    if traffic.isAssumed {
      let flows = "\(Figures.grouped(traffic.flows.count)) flows, Zipf \(Figures.digits(traffic.flows.exponent))"
      let sizes = "\(Figures.digits(traffic.sizes.mean)) bytes"
      list.append("no traffic was given: \(flows), \(sizes) on average, \(Figures.rate(traffic.packetsPerSecond))")
    }
    return list
  }

  private func report(_ search: Search?, _ start: Double) -> SearchReport {
    let milliseconds = (budget.clock?() ?? 0) - start
    guard let search, let best = search.best else {
      return SearchReport(optimal: true, gap: 0, nodes: search?.nodes ?? 0, milliseconds: milliseconds)
    }
    let gap = search.leastOpen < best.score
      ? min(1, (best.score - search.leastOpen) / max(abs(best.score), 1e-9)) : 0
    return SearchReport(
      optimal: gap == 0 && !search.sizesWereRefinedOnly, gap: gap, nodes: search.nodes, milliseconds: milliseconds)
  }

  private func pareto(_ search: Search?) -> [ParetoPlan] {
    guard let search else { return [] }
    var cache = search.cache
    return search.front.thinned.map { point in
      let load = goal.load(hostCores: model.hostCoreCount)
      let prediction = model.predict(point.candidate.assignment, load, &cache)
      return ParetoPlan(
        hostCyclesPerPacket: prediction.hostCyclesPerPacket.value, finishedOnNIC: point.candidate.demand.finishedOnNIC,
        entriesOnNIC: prediction.use.entries, nicUtilisation: prediction.use.utilisation,
        ratePacketsPerSecond: prediction.rate.value)
    }
  }

  private func offloadPlan(_ derivation: Derivation, _ placements: [StatePlacement]) -> OffloadPlan {
    let cuts = derivation.assignment.cuts.sorted { ($0.key.from, $0.key.index) < ($1.key.from, $1.key.index) }
    return OffloadPlan(
      program: program.name, programDigest: digest, target: device.name, strategy: strategy,
      offloads: derivation.assignment.offloads, placements: placements,
      nicBlocks: derivation.assignment.onNIC.indices.filter { derivation.assignment.onNIC[$0] },
      cuts: cuts.map { edge, mode in
        Cut(
          from: edge.from.index, edge: edge.index, mode: mode == .restart ? .restart : .resume,
          reason: derivation.reasons[edge]?.text ?? "")
      })
  }
}
