import Driver
import Plan
import Planner
import Wire

/// How a plan is made for a trial.
public enum PlanKind: Hashable, Sendable, CustomStringConvertible {
  /// The planner's, for the card that everyone has.
  case planner(Strategy)
  /// Every map that may be is split, with room for so many entries on the NIC.
  case split(entries: Int)
  /// Placements and the NIC half's blocks drawn at random among all that are legal: packets leave at odd places.
  case random(seed: UInt64)

  public var description: String {
    switch self {
    case .planner(let strategy): strategy.rawValue
    case .split(let entries): "split-\(entries)"
    case .random(let seed): "random-\(seed)"
    }
  }

  public func planned(_ source: ProgramSource) throws -> Planned {
    switch self {
    case .planner(let strategy): return try Planned(source, PlanningRequest(target: "xdp", strategy: strategy))
    case .split(let entries):
      let planned = try Planned.hostOnly(source)
      return planned.with(try DrawnPlan(source.program, on: planned.device).split(entries: entries))
    case .random(let seed):
      let planned = try Planned.hostOnly(source)
      var random = SplitMix64(seed: seed)
      return planned.with(try DrawnPlan(source.program, on: planned.device).resuming(by: &random))
    }
  }
}

extension Planned {
  static func hostOnly(_ source: ProgramSource) throws -> Planned {
    try Planned(source, PlanningRequest(target: "xdp", strategy: .hostOnly))
  }
}
