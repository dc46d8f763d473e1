import Foundation
import PerfModel
import Plan
import Testing
import Traffic

@testable import Planner

/// The best plan against every baseline: over the library, the cards and four kinds of traffic it never takes more host cores, nor
/// reaches less.
@Suite struct BaselineTests {
  static let targets = ["xdp", "agilio-cx-2x40", "bluefield-2"]
  /// All four profiles for each program and card; else one, in turn.
  static let isLong = ProcessInfo.processInfo.environment["CORA_SOAK"] != nil
  static let profiles: [(String, TrafficProfile)] = [
    ("uniform", .zipf(flows: 64_000, exponent: 0)), ("Zipf 0.9", .zipf(flows: 64_000, exponent: 0.9)),
    ("Zipf 1.2", .zipf(flows: 64_000, exponent: 1.2)),
    ("churn", .zipf(flows: 64_000, exponent: 1.1, newFlowsPerSecond: 30_000)),
  ]

  @Test(arguments: Library.names)
  func theBestPlanIsNeverWorseThanABaseline(name: String) throws {
    let program = try Library.program(name)
    for target in Self.targets {
      let device = try DeviceModel.load(target) { _ in nil }
      var model: CostModel?
      let all = Self.isLong ? Self.profiles : [Self.profiles[(name.count + target.count) % Self.profiles.count]]
      for (kind, traffic) in all {
        let known = CostModel(program, on: device, under: traffic, like: model)
        model = known
        func planned(_ strategy: Strategy) -> Outline {
          PlanningProblem(program, on: device, under: traffic, goal: .rate(5_000_000), strategy: strategy)
            .outlined(budget: SearchBudget(nodes: 20_000), like: known)
        }
        let best = planned(.best)
        for strategy in Strategy.allCases where strategy != .best {
          let other = planned(strategy)
          let place = "\(name) on \(target), \(kind), \(strategy.rawValue)"
          let reached = min(5e6, best.ratePacketsPerSecond), otherReached = min(5e6, other.ratePacketsPerSecond)
          #expect(reached >= otherReached * (1 - 1e-5), "\(place): \(reached) instead of \(otherReached) packets/s")
          guard otherReached >= 5e6 * (1 - 1e-9) else { continue }
          #expect(best.hostCores <= other.hostCores + 2e-5, "\(place): \(best.hostCores) instead of \(other.hostCores) cores")
        }
      }
    }
  }
}
