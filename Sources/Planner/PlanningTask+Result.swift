import IR
import PerfModel
import Plan
import Traffic

/// Putting a result together.
extension PlanningTask {
  /// Whether a rate that was asked for is reached.
  func meets(_ prediction: Prediction) -> Bool {
    guard case .rate(let target) = goal else { return true }
    return prediction.rate.value >= target * 0.999_999
  }

  func activeKeys(_ state: State) -> Int {
    state.map == nil ? 0 : min(state.map?.capacity ?? 0, traffic.use(ofState: state.name).activeKeys)
  }

  func assemble(
    _ derivation: DerivedHalf, _ prediction: Prediction, _ states: [StateOutcome], note: String, fits: Bool,
    search: Search?, _ start: Double, _ reason: (Int) -> String
  ) -> PlanningResult {
    var cache = TermCache()
    let host = model.predict(.hostOnly(program), goal.load(hostCores: model.hostCoreCount), &cache)
    let paths = model.paths.enumerated().map { index, path in
      let finished = prediction.finishedOnNIC[index]
      return PathOutcome(
        number: path.number, share: path.share, finishedOnNIC: finished,
        reason: finished >= 0.999_95 ? "" : reason(index),
        id: model.classes?[path.number]?.id ?? "path \(path.number)")
    }
    return PlanningResult(
      plan: offloadPlan(derivation, states.map(\.placement)), fits: fits,
      note: fits || !note.isEmpty ? note : shortfall(prediction), goal: goal, prediction: prediction, hostOnly: host,
      statePartition: nil, states: states, paths: paths, search: report(search, start), pareto: [], migration: nil,
      decidingPriors: nil,
      assumptions: assumptions, device: device)
  }

  private func shortfall(_ prediction: Prediction) -> String {
    "the most that can be reached is \(Figures.rate(prediction.rate.value)), bound by \(prediction.bottleneck.rawValue)"
  }

  private var assumptions: [String] {
    var list = device.nic == nil ? [] : device.assumptions
    if model.pathsAreAssumed {
      list.append("the profile does not know this program's paths: those that send packets on are weighed alike")
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
    guard let search, search.best != nil else {
      return SearchReport(optimal: true, gap: 0, nodes: search?.nodes ?? 0, milliseconds: milliseconds)
    }
    let gap = search.gap(above: search.leastOpen)
    return SearchReport(optimal: gap <= Search.tolerance, gap: gap, nodes: search.nodes, milliseconds: milliseconds)
  }

  private func offloadPlan(_ derivation: DerivedHalf, _ placements: [StatePlacement]) -> OffloadPlan {
    let cuts = derivation.assignment.cuts.sorted { ($0.key.from, $0.key.index) < ($1.key.from, $1.key.index) }
    return OffloadPlan(
      program: program.name, programDigest: digest, target: device.name, strategy: strategy,
      offloads: derivation.assignment.offloads, placements: placements,
      nicBlocks: derivation.assignment.onNIC.indices.filter { derivation.assignment.onNIC[$0] },
      cuts: cuts.map { edge, mode in
        Cut(
          from: edge.from.index, edge: edge.index, mode: mode == .restart ? .restart : .resume,
          reason: derivation.reasons[edge]?.text ?? "")
      },
      clock: program.toleratesCoarseClock(on: device) ? .coarse : .fine)
  }
}
