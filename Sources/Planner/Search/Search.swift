import IR
import PerfModel
import Plan

/// Branch and bound over modes of units, then gates, then sizes of hot sets: the node with the least bound first.
///
/// Exact over its space, to one part in `1 / tolerance`: what it does not look into is ruled out by a bound. When the
/// budget ends it before that, `leastOpen` bounds what it did not see. The sizes are then refined around the best.
struct Search {
  /// Plans that are better by less than this share of the score are not looked for.
  static let tolerance = 1e-6

  let space: SpaceOfPlans
  let model: CostModel
  let score: Score
  let rules: StrategyRules
  let budget: SearchBudget
  let sizes: [HotSetSizes]
  let options: [[UnitOption]]
  /// Blocks into which a cut may resume.
  let resumable: [Bool]
  var cache = TermCache()
  var terms = RelaxedTerms()
  var best: Candidate?
  var nodes = 0
  /// The least bound of what the budget cut off; infinite when nothing was.
  var leastOpen = Double.infinity
  /// The first reason that ruled a complete choice of modes out.
  var firstBlocker: Blocker?
  var queue = SearchQueue()
  /// The units, those that matter most first.
  var order: [Int] = []
  private let start: Double

  init(
    _ space: SpaceOfPlans, _ model: CostModel, _ goal: Goal, _ strategy: Strategy, _ budget: SearchBudget,
    weights: Score.Weights = .standard
  ) {
    self.space = space
    self.model = model
    self.budget = budget
    score = Score(model: model, goal: goal, weights: weights)
    rules = StrategyRules(strategy: strategy)
    sizes = space.units.map { [rules] in HotSetSizes($0, model, goal, wholeOnly: rules.splitsAreWhole) }
    options = zip(space.units, sizes).map { [rules] unit, sizes in
      rules.options(unit).filter { $0.mode != .split || !sizes.candidates.isEmpty }.sorted { $0.mode.order < $1.mode.order }
    }
    resumable = space.live.map { $0.map { $0 <= LiveAcross.most } ?? false }
    start = budget.clock?() ?? 0
  }

  /// Milliseconds since the search began; 0 without a clock.
  var milliseconds: Double { (budget.clock?() ?? 0) - start }

  var isOverBudget: Bool { nodes >= budget.nodes || milliseconds > budget.milliseconds }

  /// Looks for the best plan, beginning with those of `known` plans of the same space.
  mutating func run(from known: [Candidate] = []) {
    for candidate in known where candidate.score < best?.score ?? .infinity { best = candidate }
    guard options.allSatisfy({ !$0.isEmpty }) else { return }
    order = unitsByWeight()
    descend()
    explore()
    refine()
  }

  private mutating func explore() {
    push(Node(modes: space.units.map { _ in nil }))
    while let node = queue.pop(), isWorthwhile(node.bound) {
      if isOverBudget, best != nil {
        leastOpen = min(node.bound, queue.least)
        return
      }
      budget.progress?(milliseconds, gap(above: node.bound))
      expand(node)
    }
  }

  private mutating func expand(_ node: Node) {
    if node.half != nil { return expandSizes(node) }
    if node.decided < order.count { return expandModes(node) }
    if rules.mayLeaveBlocks, node.gates < space.gates.count { return expandGates(node) }
    expandCuts(node)
  }

  private mutating func expandModes(_ node: Node) {
    let unit = order[node.decided]
    for option in options[unit] {
      var child = node
      child.modes[unit] = option
      child.decided += 1
      push(child)
    }
  }

  private mutating func expandGates(_ node: Node) {
    for leaves in [false, true] {
      var child = node
      if leaves { child.left.insert(space.gates[node.gates]) }
      child.gates += 1
      push(child)
    }
  }

  /// Bounds a node and keeps it when something better may lie below.
  mutating func push(_ node: Node) {
    nodes += 1
    var node = node
    node.bound = max(node.bound, bound(node))
    if isWorthwhile(node.bound) { queue.push(node) }
  }

  /// False when nothing noticeably better than the best has such a bound.
  func isWorthwhile(_ bound: Double) -> Bool {
    guard let best else { return bound < .infinity }
    return bound < best.score - Self.tolerance * abs(best.score)
  }

  /// By how much a plan that scores `bound` would be better than the best, as a share of it.
  func gap(above bound: Double) -> Double {
    guard let best, bound < best.score else { return best == nil ? 1 : 0 }
    return min(1, (best.score - bound) / max(abs(best.score), 1e-9))
  }

  /// The units by how much worse the bound gets with each one on the host.
  private mutating func unitsByWeight() -> [Int] {
    let open = Node(modes: space.units.map { _ in nil })
    let weights = space.units.indices.map { unit in
      var node = open
      node.modes[unit] = options[unit].last
      return bound(node)
    }
    return space.units.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
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
  func site(entries: Int) -> StateSite {
    switch self {
    case .host: .host
    case .nic: .nic
    case .split: .split(entries: entries)
    case .replicated: .replicated
    }
  }
}
