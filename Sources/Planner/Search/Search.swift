import IR
import PerfModel
import Plan

/// Branch and bound over modes of units, then gates, then sizes of hot sets.
///
/// Exact over its space: modes and gates are enumerated, less what a bound rules out; sizes are enumerated over their
/// candidates (up to `mostSplits` split units) and then refined around the best.
struct Search {
  let space: SpaceOfPlans
  let model: CostModel
  let score: Score
  let rules: StrategyRules
  let budget: SearchBudget
  let sizes: [HotSetSizes]
  let options: [[UnitOption]]
  var cache = TermCache()
  var best: Candidate?
  /// Complete assignments that are worth comparing by cores and NIC use.
  var front = ParetoFront()
  var nodes = 0
  /// The least bound of what the budget cut off.
  var leastOpen = Double.infinity
  var sizesWereRefinedOnly = false
  /// The first reason that ruled a complete choice of modes out.
  var firstBlocker: Blocker?
  private let start: Double

  init(_ space: SpaceOfPlans, _ model: CostModel, _ goal: Goal, _ strategy: Strategy, _ budget: SearchBudget) {
    self.space = space
    self.model = model
    self.budget = budget
    score = Score(model: model, goal: goal)
    rules = StrategyRules(strategy: strategy)
    sizes = space.units.map { [rules] in HotSetSizes($0, model, goal, wholeOnly: rules.splitsAreWhole) }
    options = zip(space.units, sizes).map { [rules] unit, sizes in
      rules.options(unit).filter { $0.mode != .split || !sizes.candidates.isEmpty }
    }
    start = budget.clock?() ?? 0
  }

  /// Milliseconds since the search began; 0 without a clock.
  var milliseconds: Double { (budget.clock?() ?? 0) - start }

  var isOverBudget: Bool { nodes >= budget.nodes || milliseconds > budget.milliseconds }

  mutating func run() {
    branch(unit: 0, chosen: [])
  }

  /// Chooses a mode for each unit, the NIC's first, so that good plans come early.
  private mutating func branch(unit: Int, chosen: [UnitOption]) {
    guard unit < space.units.count else { return branch(gate: 0, left: [], chosen) }
    for option in options[unit].sorted(by: { $0.mode.order < $1.mode.order }) {
      let next = chosen + [option]
      if isWorthwhile(next, left: []) { branch(unit: unit + 1, chosen: next) }
    }
  }

  private mutating func branch(gate: Int, left: Set<Int>, _ chosen: [UnitOption]) {
    guard rules.mayLeaveBlocks, gate < space.gates.count else { return leaf(chosen, left: left) }
    branch(gate: gate + 1, left: left, chosen)
    let more = left.union([space.gates[gate]])
    if isWorthwhile(chosen, left: more) { branch(gate: gate + 1, left: more, chosen) }
  }

  /// False when the bound says that nothing better than the best lies below.
  private mutating func isWorthwhile(_ chosen: [UnitOption], left: Set<Int>) -> Bool {
    let bound = score.bound(least(chosen, left))
    if isOverBudget, best != nil {
      leastOpen = min(leastOpen, bound)
      return false
    }
    nodes += 1
    guard let best else { return true }
    return bound < best.score
  }

  private func least(_ chosen: [UnitOption], _ left: Set<Int>) -> LeastDemand {
    let states = permissive(chosen)
    let off = space.program.blocks.indices.map { index in
      left.contains(index) || space.needs[index].isBlocked(states, space.nic)
    }
    return model.leastDemand(off: off, split: states.map(\.isSplit))
  }

  /// Chosen modes, and for the units behind them the mode that allows the most.
  private func permissive(_ chosen: [UnitOption]) -> [StateSite] {
    let modes = space.units.indices.map { unit in
      unit < chosen.count ? chosen[unit].mode : options[unit].map(\.mode).min { $0.order < $1.order } ?? .host
    }
    return space.sites(modes, sizes: sizes.map { $0.most })
  }
}

extension UnitMode {
  /// From the one that allows the most on the NIC.
  var order: Int {
    switch self {
    case .nic: 0
    case .replicated: 1
    case .split: 2
    case .host: 3
    }
  }
}

extension SpaceOfPlans {
  /// Sites by state, from modes and sizes by unit. A pool lives with its group, on the NIC only when that is wholly
  /// there.
  func sites(_ modes: [UnitMode], sizes: [Int]) -> [StateSite] {
    var states = [StateSite](repeating: .host, count: program.states.count)
    for (index, unit) in units.enumerated() {
      for state in unit.states { states[state] = modes[index].site(entries: sizes[index]) }
      for pool in unit.pools where modes[index] == .nic { states[pool] = .nic }
    }
    return states
  }
}

extension UnitMode {
  fileprivate func site(entries: Int) -> StateSite {
    switch self {
    case .host: .host
    case .nic: .nic
    case .split: .split(entries: entries)
    case .replicated: .replicated
    }
  }
}
