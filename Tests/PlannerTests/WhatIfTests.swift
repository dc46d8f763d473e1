import PerfModel
import Plan
import Testing
import Traffic

@testable import Planner

/// Questions about other cards, other traffic and another plan.
@Suite struct WhatIfTests {
  private func problem(_ name: String, _ target: String, _ traffic: TrafficProfile, _ goal: Goal = .rate(1_000_000)) throws
    -> PlanningProblem
  {
    PlanningProblem(try Library.program(name), on: try DeviceModel.load(target) { _ in nil }, under: traffic, goal: goal)
  }

  @Test func noChoiceIsBetterInEverythingThanAnother() throws {
    for (target, goal) in [("agilio-cx-2x40", Goal.rate(5_000_000)), ("bluefield-2", .mostRate), ("xdp", .rate(1_000_000))] {
      let problem = try problem("nat", target, .zipf(flows: 64_000, exponent: 1.1), goal)
      let plans = problem.paretoPlans()
      #expect(!plans.isEmpty)
      for (index, plan) in plans.enumerated() {
        for (other, rival) in plans.enumerated() where other != index {
          #expect(!ParetoPlan.dominates(rival.figures(goal), plan.figures(goal)), "\(target): \(rival) beats \(plan)")
        }
      }
    }
  }

  /// Against every plan of a small space.
  @Test func noPlanOfTheSpaceBeatsAProvenChoice() throws {
    for seed in 0..<6 as Range<UInt64> {
      let instance = try SearchTests.Instance(seed: seed)
      guard case .rate = instance.goal else { continue }
      let problem = PlanningProblem(instance.program, on: instance.device, under: instance.traffic, goal: instance.goal)
      let nic = try #require(problem.device.nic)
      let model = CostModel(problem.program, on: problem.device, under: problem.traffic, digest: problem.program.digest)
      let search = Search(SpaceOfPlans(problem.program, on: nic), model, problem.goal, .best, .unlimited)
      let proven = problem.paretoPlans().filter(\.isProven).map { Array($0.figures(problem.goal)[1...2]) }
      Enumeration.visit(search) { assignment, demand in
        guard model.rate(demand, hostCores: model.hostCoreCount).rate >= search.score.target else { return }
        let use = model.use(assignment, demand, rate: search.score.target)
        guard use.overflow == nil else { return }
        let figures = [problem.device.host.cores(for: search.score.target * model.hostLoad(demand)), use.total].map(Figures.rounded)
        for choice in proven {
          let isBeaten = figures[0] < choice[0] * (1 - 1e-4) && figures[1] < choice[1] * (1 - 1e-4) - 1e-9
          #expect(!isBeaten, "seed \(seed): \(figures) beats \(choice)")
        }
      }
    }
  }

  @Test func aCounterfactualHoldsWhereItSaysAndNotBefore() throws {
    let problem = try problem("nat", "agilio-cx-2x40", .zipf(flows: 64_000, exponent: 1.1, newFlowsPerSecond: 5_000), .rate(5_000_000))
    let state = try #require(problem.program.states.firstIndex { $0.name == "bindings" })
    let search = CounterfactualSearch(problem, .state(state))
    let answer = try #require(search.lowest(.newFlows))
    let from = try #require(answer.from), to = try #require(answer.to)
    func isWhole(_ newFlows: Double) -> Bool {
      let outline = Parameter.newFlows.changed(problem, to: newFlows).outlined(budget: SearchBudget(nodes: 20_000))
      return outline.sites[state].entries >= 64_000
    }
    #expect(to < from && isWhole(to))
    #expect(!isWhole(from))
    #expect(answer.condition.hasPrefix("if at most"))
  }

  @Test func whatIsOnTheNICNeedsNothing() throws {
    let problem = try problem("nat", "bluefield-2", .assumed)
    let state = try #require(problem.program.states.firstIndex { $0.name == "bindings" })
    #expect(problem.counterfactuals(ofState: state).isEmpty)
  }

  @Test func samePlanMovesNothingAndAnotherPaysByTheControlPath() throws {
    var problem = try problem("nat", "agilio-cx-2x40", .zipf(flows: 64_000, exponent: 1.1))
    let best = problem.solved().plan
    let none = problem.migration(from: best, to: best)
    #expect(none.moves.isEmpty && none.entryWrites == 0 && none.seconds == 0)
    problem.strategy = .hostOnly
    let host = problem.solved().plan
    let there = problem.migration(from: host, to: best)
    let held = try #require(best.placement(of: "bindings")?.entriesOnNIC)
    #expect(there.moves.first == Migration.Move(state: "bindings", recalled: 0, promoted: min(held, 64_000)))
    let keys = ["bindings": 2, "answers": 1]
    #expect(there.entryWrites == there.moves.reduce(0) { $0 + $1.promoted * (keys[$1.state] ?? 0) }, "a binding has two keys")
    let writesPerSecond = problem.device.control.entryWrites.value
    #expect(abs(there.seconds - Double(there.entryWrites) / writesPerSecond) <= there.seconds * 1e-5)
    #expect(there.savesCores > 0 && (there.paysAfterSeconds ?? 0) > there.seconds)
    let back = problem.migration(from: best, to: host)
    #expect(back.moves.map(\.recalled) == there.moves.map(\.promoted))
    #expect(back.savesCores < 0 && back.paysAfterSeconds == nil)
  }

  @Test func priorsAreThoseOfTheDeviceFile() throws {
    let text = try DeviceText("bluefield-2") { _ in nil }
    #expect(try DeviceText(yaml: text.yaml, file: "again").device() == text.device())
    #expect(text.priors.contains { $0.place == "sites.arm.packet.receive" })
    #expect(text.priors.allSatisfy { $0.source.hasPrefix("[P]") })
    let receive = try #require(text.priors.first { $0.place == "sites.arm.packet.receive" })
    let now = try #require(try text.device().nic?.packet.receive.estimate)
    #expect(try receive.low.device().nic?.packet.receive.value == now.low)
    #expect(try receive.high.device().nic?.packet.receive.value == now.high)
    let problem = try problem("nat", "bluefield-2", .assumed, .mostRate)
    let deciding = try problem.decidingPriors(text)
    #expect(deciding.allSatisfy { !$0.changes.isEmpty })
  }
}
