import Foundation
import IR
import PerfModel
import Plan
import Testing
import Traffic
import Wire

@testable import Planner

/// The search against plain enumeration over the library's programs, cards, traffic and goals drawn by seed. `CORA_AGREE=N` draws N
/// instances instead; what is left out is counted, and with `CORA_AGREE` printed.
@Suite struct LibraryAgreementTests {
  private static let asked = ProcessInfo.processInfo.environment["CORA_AGREE"].flatMap(UInt64.init)
  /// Plans that enumeration may look at, per instance: more are left to larger machines.
  private static let mostPlans = asked == nil ? 200 : 2_000
  static let devices = ["xdp", "agilio-cx-1x40", "agilio-cx-2x40", "bluefield-2"]

  @Test func findsWhatEnumerationFinds() throws {
    let programs = try Library.names.map { try Library.program($0) }
    let cards = try Self.devices.map { try DeviceModel.load($0) { _ in nil } }
    var compared = 0, tooLarge = 0
    var names: Set<String> = []
    for seed in 0..<(Self.asked ?? 160) {
      var random = SplitMix64(seed: seed &* 0x9E37 ^ 0x5EA4C4)
      let problem = try Self.draw(programs, cards, &random)
      let space = SpaceOfPlans(problem.program, on: try #require(problem.device.nic))
      let model = CostModel(problem.program, on: problem.device, under: problem.traffic)
      var search = Search(space, model, problem.goal, problem.strategy, .unlimited)
      guard Enumeration.count(search) <= Self.mostPlans else {
        tooLarge += 1
        continue
      }
      search.run()
      let least = Enumeration(search).least
      compared += 1
      names.insert(problem.program.name)
      let place = "seed \(seed): \(problem.program.name) on \(problem.device.name), \(problem.strategy), \(problem.goal)"
      #expect((search.best == nil) == (least == nil), "\(place)")
      guard let found = search.best?.score, let least else { continue }
      #expect(found <= least + Search.tolerance * abs(least), "\(place): \(found) instead of \(least)")
    }
    #expect(compared >= 100 || Self.asked != nil)
    if Self.asked != nil { print("compared \(compared) instances of \(names.count) programs; \(tooLarge) were too large to enumerate") }
  }

  static func draw(_ programs: [Program], _ cards: [DeviceModel], _ random: inout SplitMix64) throws -> PlanningProblem {
    var program = try #require(programs.randomElement(using: &random))
    // Small tables have few sizes of hot sets, which is what enumeration can do.
    for index in program.states.indices {
      guard case .map(var map) = program.states[index].kind else { continue }
      map.capacity = min(map.capacity, 128)
      program.states[index].kind = .map(map)
    }
    let traffic = TrafficProfile.zipf(
      flows: Int.random(in: 1...100_000, using: &random), exponent: Double.random(in: 0...1.6, using: &random),
      newFlowsPerSecond: Double.random(in: 0...1, using: &random) < 0.2 ? 0 : pow(10, Double.random(in: 1...6, using: &random)))
    let goal: Goal =
      switch Int.random(in: 0..<4, using: &random) {
      case 0: .mostRate
      case 1: .cores(Double.random(in: 0.5...8, using: &random))
      default: .rate(pow(10, Double.random(in: 5...7.7, using: &random)))
      }
    let strategy: Strategy = [.best, .best, .best, .statePartition, .trafficPartition, .nicOnly].randomElement(using: &random) ?? .best
    return PlanningProblem(program, on: try #require(cards.randomElement(using: &random)), under: traffic, goal: goal, strategy: strategy)
  }
}

extension Enumeration {
  /// Plans at most.
  static func count(_ search: Search) -> Int {
    let gates = search.rules.mayLeaveBlocks ? 1 << search.space.gates.count : 1
    let choices = zip(search.options, search.sizes).map { options, sizes in
      options.reduce(0) { $0 + ($1.mode == .split ? max(1, sizes.candidates.count) : 1) }
    }
    return choices.reduce(gates) { product, count in
      let (whole, overflow) = product.multipliedReportingOverflow(by: count)
      return overflow ? .max : whole
    }
  }
}
