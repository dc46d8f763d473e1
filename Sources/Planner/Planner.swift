import IR
import PerfModel
import Plan
import Traffic

/// Finds what runs where. Deterministic: the same program, device, traffic and goal give the same plan.
public struct Planner: Sendable {
  public init() {}

  /// Plans a verified program.
  ///
  /// - Parameters:
  ///   - traffic: measured with this program, or general; what it does not say is assumed, and the result says so.
  ///   - budget: limits the search; without it the answer is exact over the space that `docs/planner.md` describes.
  public func plan(
    _ program: Program, for device: DeviceModel, under traffic: TrafficProfile, goal: Goal = .mostRate,
    strategy: Strategy = .best, budget: SearchBudget = .unlimited
  ) -> PlanningResult {
    let task = PlanningTask(program, device, traffic, goal, strategy, budget)
    return task.result()
  }
}

extension Goal {
  /// What the model is asked for.
  func load(hostCores: Double) -> Load {
    switch self {
    case .rate(let target): .rate(target)
    case .cores(let cores): .cores(cores)
    case .mostRate: .cores(hostCores)
    }
  }
}
