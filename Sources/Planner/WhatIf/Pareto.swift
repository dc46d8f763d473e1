import PerfModel
import Plan

extension PlanningProblem {
  /// Plans of which none is as good as another in host cores (or, for a goal in cores, rate), NIC use and latency and better in
  /// one: each is the best for some exchange rate between the three, which proves it. The fewest host cores first.
  ///
  /// - Parameter budget: for all of them together.
  public func paretoPlans(budget: SearchBudget = .unlimited) -> [ParetoPlan] {
    guard let nic = device.nic, strategy != .hostOnly else { return [] }
    let model = CostModel(program, on: device, under: traffic, digest: program.digest)
    let space = SpaceOfPlans(program, on: nic)
    let weights = Score.Weights.pareto(goal, model)
    var found: [(candidate: Candidate, isProven: Bool)] = [(hostOnlyCandidate(model), false)]
    for weight in weights {
      var search = Search(space, model, goal, strategy, budget.part(1 / Double(weights.count)), weights: weight)
      search.run(from: found.map { search.rescored($0.candidate) })
      let isProven = search.gap(above: search.leastOpen) <= Search.tolerance
      if let best = search.best { found.append((best, isProven)) }
    }
    let score = Score(model: model, goal: goal)
    return ParetoPlan.front(found.map { ParetoPlan($0.candidate, self, score, isProven: $0.isProven) }, goal)
  }

  private func hostOnlyCandidate(_ model: CostModel) -> Candidate {
    var cache = TermCache()
    let assignment = Assignment.hostOnly(program)
    let demand = model.demand(assignment, .expected, &cache)
    return Candidate(
      derivation: DerivedHalf(assignment: assignment, reasons: [:]),
      score: Score(model: model, goal: goal).value(assignment, demand), demand: demand,
      modes: [])
  }
}

extension Score.Weights {
  /// From next to nothing to so much that the other figures hardly count.
  fileprivate static func pareto(_ goal: Goal, _ model: CostModel) -> [Self] {
    let nic: [Double] = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    switch goal {
    case .rate: return nic.map { Self(nic: max($0, standard.nic), latencySecond: standard.latencySecond) } + [Self(nic: standard.nic, latencySecond: 1e5)]
    case .cores, .mostRate: return nic.filter { $0 < 1 }.map { Self(nic: max($0, standard.nic), latencySecond: 0) }
    }
  }
}

extension Search {
  /// A plan of the same space with its score by this search's weights.
  fileprivate func rescored(_ candidate: Candidate) -> Candidate {
    var candidate = candidate
    candidate.score = score.value(candidate.assignment, candidate.demand)
    return candidate
  }
}

extension ParetoPlan {
  fileprivate init(_ candidate: Candidate, _ problem: PlanningProblem, _ score: Score, isProven: Bool) {
    var cache = TermCache()
    let model = score.model
    let prediction = model.predict(candidate.assignment, problem.goal.load(hostCores: model.hostCoreCount), &cache)
    self.init(
      hostCores: prediction.hostCores, hostCyclesPerPacket: prediction.hostCyclesPerPacket.value,
      finishedOnNIC: candidate.demand.finishedOnNIC, entriesOnNIC: prediction.use.entries,
      nicUse: prediction.use.total, ratePacketsPerSecond: prediction.rate.value,
      latencyNanoseconds: score.latency(candidate.demand) * 1e9, isProven: isProven)
  }

  /// Those that no other one dominates, each once; the fewest host cores, or the highest rate, first.
  static func front(_ plans: [ParetoPlan], _ goal: Goal) -> [ParetoPlan] {
    var front: [ParetoPlan] = []
    for plan in plans {
      let figures = plan.figures(goal)
      // The same plan, found by another exchange rate: its proof counts.
      if let index = front.firstIndex(where: { $0.figures(goal) == figures }) {
        front[index].isProven = front[index].isProven || plan.isProven
      } else if !front.contains(where: { Self.dominates($0.figures(goal), figures) }) {
        front.removeAll { Self.dominates(figures, $0.figures(goal)) }
        front.append(plan)
      }
    }
    return front.sorted { $0.figures(goal).lexicographicallyPrecedes($1.figures(goal)) }
  }

  /// What plans for the goal are compared by; less is better. To six digits: nobody chooses by the seventh.
  func figures(_ goal: Goal) -> [Double] {
    switch goal {
    case .rate(let target):
      let unmet = max(0, target - ratePacketsPerSecond)
      return [unmet, hostCores, nicUse, latencyNanoseconds].map(Figures.rounded)
    case .cores, .mostRate: return [-ratePacketsPerSecond, nicUse].map(Figures.rounded)
    }
  }

  /// At least as good in all and better in one.
  static func dominates(_ one: [Double], _ other: [Double]) -> Bool {
    zip(one, other).allSatisfy { $0 <= $1 } && one != other
  }
}
