import PerfModel
import Plan

/// The planner's answer: a plan, what it is predicted to reach, and why it is not better.
public struct PlanningResult: Sendable {
  public var plan: OffloadPlan
  /// False when the goal or the strategy cannot be met; `plan` is then the nearest that can be.
  public var fits: Bool
  /// Why it does not fit, or why nothing is offloaded; empty when there is nothing to say.
  public var note: String
  public var goal: Goal
  public var prediction: Prediction
  /// Host-only under the same goal, for comparison.
  public var hostOnly: Prediction
  /// What placing each state wholly on one side would reach, for comparison; nil where that offloads nothing, and for
  /// other strategies than `best`.
  public var statePartition: Prediction?
  public var states: [StateOutcome]
  public var paths: [PathOutcome]
  public var search: SearchReport
  /// Where they were asked for: plans of which none is as good as another in everything and better in one.
  public var pareto: [ParetoPlan]
  /// Where a plan runs already: what it costs to get from it to this one.
  public var migration: Migration?
  /// Where they were asked for: the priors of the device that decide the plan.
  public var decidingPriors: [DecidingPrior]?
  /// What must be true for the figures to hold: of the device, and of traffic that was assumed.
  public var assumptions: [String]
  public var device: DeviceModel
}

public struct StateOutcome: Sendable {
  public var placement: StatePlacement
  /// Keys that the traffic uses at a time; 0 for kinds without keys.
  public var activeKeys: Int
  /// What the plan would gain without the constraint in `placement.reason`; nil when nothing is known to lift.
  public var lifted: Lift?
}

/// The gain of lifting one constraint.
public struct Lift: Hashable, Sendable {
  /// What would have to be different: `if the card had an allocator`.
  public var condition: String
  /// Host cycles per packet, or packets per second where the goal is a rate, with and without the constraint.
  public var hostCores: Double
  public var ratePacketsPerSecond: Double
}

public struct PathOutcome: Sendable {
  /// As in `PathNumbering`.
  public var number: Int
  public var share: Double
  /// Share of its packets that the NIC half finishes.
  public var finishedOnNIC: Double
  /// Why the rest is punted; empty when nothing is.
  public var reason: String
  /// As in `PathClass.id`; `path N` in programs of very many paths.
  public var id: String

  /// `nic`, `host` or `split`.
  public var site: String { finishedOnNIC >= 0.999_95 ? "nic" : finishedOnNIC <= 0.000_05 ? "host" : "split" }
}

public struct SearchReport: Hashable, Sendable {
  /// No better plan is in the space.
  public var optimal: Bool
  /// How much better than the plan's score a plan could be that the budget cut off, as a share of it; 0 when optimal.
  public var gap: Double
  public var nodes: Int
  /// 0 without a clock.
  public var milliseconds: Double
}

/// One choice between host cores, NIC use and latency.
public struct ParetoPlan: Hashable, Sendable {
  public var hostCores: Double
  public var hostCyclesPerPacket: Double
  public var finishedOnNIC: Double
  public var entriesOnNIC: Int
  /// Mean of what is busy and what is full on the NIC, 0 … 1.
  public var nicUse: Double
  public var ratePacketsPerSecond: Double
  /// Mean time without queues.
  public var latencyNanoseconds: Double
  /// No plan of the space is better in all; false where a budget ended the search for it.
  public var isProven: Bool
}
