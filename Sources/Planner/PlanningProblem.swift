import IR
import PerfModel
import Plan
import Traffic

/// Everything that a plan is made from: enough to make it again, and to ask what another card or traffic would change.
public struct PlanningProblem: Sendable {
  public var program: Program
  public var device: DeviceModel
  public var traffic: TrafficProfile
  public var goal: Goal
  public var strategy: Strategy

  public init(
    _ program: Program, on device: DeviceModel, under traffic: TrafficProfile, goal: Goal, strategy: Strategy = .best
  ) {
    self.program = program
    self.device = device
    self.traffic = traffic
    // Shares of another program's paths say nothing here.
    if !traffic.describes(programDigest: program.digest) { self.traffic.paths = [] }
    self.goal = goal
    self.strategy = strategy
  }

  public func solved(budget: SearchBudget = .unlimited) -> PlanningResult {
    Planner().plan(program, for: device, under: traffic, goal: goal, strategy: strategy, budget: budget)
  }

  /// The plan alone, without baselines and reasons: for who asks many times.
  func outlined(budget: SearchBudget, like other: CostModel? = nil) -> Outline {
    let model = CostModel(program, on: device, under: traffic, like: other)
    guard let nic = device.nic, strategy != .hostOnly else { return Outline(self, model, nil) }
    var search = Search(SpaceOfPlans(program, on: nic), model, goal, strategy, budget)
    search.run()
    let host = search.score.value(.hostOnly(program), model.demand(.hostOnly(program), .expected, &search.cache))
    return Outline(self, model, search.best.flatMap { $0.score < host ? $0 : nil })
  }
}

/// What matters of a plan to who compares many.
struct Outline: Hashable {
  /// By state.
  var sites: [StateSite]
  var nicBlocks: [Bool]
  /// Share of each path's packets finished on the NIC, by path number.
  var finished: [Int: Double]
  var hostCores: Double
  var ratePacketsPerSecond: Double
  var bottleneck: Ceiling.Resource

  init(_ problem: PlanningProblem, _ model: CostModel, _ best: Candidate?) {
    let assignment = best?.assignment ?? .hostOnly(problem.program)
    var cache = TermCache()
    let prediction = model.predict(assignment, problem.goal.load(hostCores: model.hostCoreCount), &cache)
    sites = assignment.states
    nicBlocks = assignment.onNIC
    finished = Dictionary(uniqueKeysWithValues: zip(model.paths.map(\.number), prediction.finishedOnNIC))
    hostCores = prediction.hostCores
    ratePacketsPerSecond = prediction.rate.value
    bottleneck = prediction.bottleneck
  }
}
