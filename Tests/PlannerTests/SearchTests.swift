import Foundation
import IR
import PerfModel
import Plan
import Testing
import Traffic

@testable import Planner
import Wire

/// The search against plain enumeration, over seeded random programs, traffic, devices and goals.
@Suite struct SearchTests {
  static let devices = ["xdp", "agilio-cx-2x40", "bluefield-2"]

  /// Instances per strategy; `CORA_SEEDS` asks for more.
  static let seeds = 0..<(ProcessInfo.processInfo.environment["CORA_SEEDS"].flatMap(UInt64.init) ?? 8)

  struct Instance {
    var program: Program
    var device: DeviceModel
    var traffic: TrafficProfile
    var goal: Goal

    init(seed: UInt64) throws {
      program = RandomProgram(seed: seed).program
      var random = SplitMix64(seed: seed ^ 0xabcd)
      device = try DeviceModel.load(SearchTests.devices.randomElement(using: &random) ?? "xdp") { _ in nil }
      traffic = .zipf(
        flows: Int.random(in: 10...800, using: &random), exponent: Double.random(in: 0...1.5, using: &random),
        newFlowsPerSecond: Double.random(in: 0...50_000, using: &random))
      let count = PathNumbering(program).count
      let weights = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
      let sum = weights.reduce(0, +)
      traffic.paths = weights.enumerated().map { PathShare(path: $0, share: $1 / sum) }
      traffic.program = program.name
      traffic.programDigest = program.digest
      goal = [.rate(1_000_000), .rate(30_000_000), .cores(1), .mostRate].randomElement(using: &random) ?? .mostRate
    }
  }

  @Test func randomProgramsAreWellFormed() {
    for seed in 0..<200 as Range<UInt64> {
      #expect(RandomProgram(seed: seed).program.verify().isEmpty, "seed \(seed)")
    }
  }

  @Test(arguments: [Strategy.best, .statePartition, .trafficPartition, .nicOnly])
  func findsWhatEnumerationFinds(strategy: Strategy) throws {
    for seed in Self.seeds {
      let instance = try Instance(seed: seed)
      let nic = try #require(instance.device.nic)
      let model = CostModel(instance.program, on: instance.device, under: instance.traffic)
      let space = SpaceOfPlans(instance.program, on: nic)
      var search = Search(space, model, instance.goal, strategy, .unlimited)
      search.run()
      let all = Enumeration(search)
      let found = search.best?.score
      #expect((found == nil) == (all.least == nil), "seed \(seed)")
      guard let found, let least = all.least else { continue }
      #expect(found <= least + Search.tolerance * abs(least), "seed \(seed)")
      #expect(search.gap(above: search.leastOpen) == 0, "seed \(seed)")
    }
  }

  /// Of the whole space, and of parts of it: some modes taken, the others open.
  @Test func noPlanScoresBelowItsBound() throws {
    for seed in Self.seeds {
      let instance = try Instance(seed: seed)
      let nic = try #require(instance.device.nic)
      let model = CostModel(instance.program, on: instance.device, under: instance.traffic)
      var search = Search(SpaceOfPlans(instance.program, on: nic), model, instance.goal, .best, .unlimited)
      var random = SplitMix64(seed: seed)
      for part in 0..<4 {
        let modes = search.options.map { options in
          part > 0 && Bool.random(using: &random) ? options.randomElement(using: &random) : nil
        }
        let bound = search.bound(Node(modes: modes))
        guard let least = Enumeration(search, taking: modes).least else { continue }
        #expect(bound <= least + 1e-9 * abs(least), "seed \(seed), part \(part): \(modes.map { $0?.mode.rawValue ?? "any" })")
      }
    }
  }

  @Test func plansKeepTheRulesOfTheHandOver() throws {
    for seed in Self.seeds {
      let instance = try Instance(seed: seed)
      let result = Planner().plan(
        instance.program, for: instance.device, under: instance.traffic, goal: instance.goal)
      try expectLegal(result.plan, instance.program, seed)
    }
  }

  private func expectLegal(_ plan: OffloadPlan, _ program: Program, _ seed: UInt64) throws {
    guard plan.offloads else {
      #expect(plan.nicBlocks.isEmpty && plan.cuts.isEmpty)
      return
    }
    let inside = Set(plan.nicBlocks)
    #expect(inside.contains(0))
    let effects = EffectOrder(program)
    for index in plan.nicBlocks {
      let block = program.blocks[index]
      for (edge, target) in block.terminator.targets.enumerated() {
        let cut = plan.cut(from: index, edge: edge)
        if !inside.contains(target.block.index) { #expect(cut != nil, "seed \(seed): b\(index) edge \(edge)") }
        if case .lookup(let state, _, _, _, _) = block.terminator, edge == 1 {
          let mode = plan.placement(of: program[state].name)?.mode
          #expect(mode != .host, "seed \(seed)")
          if mode == .split { #expect(cut?.mode == .restart, "seed \(seed)") }
        }
        if cut?.mode == .resume { #expect(Liveness(program).liveIn(target.block).entries.isEmpty, "seed \(seed)") }
        if cut?.mode == .restart, plan.nicBlocks.count == program.blocks.count {
          #expect(!effects.mayPrecede(Edge(BlockID(index), edge)), "seed \(seed)")
        }
      }
      if case .take = block.terminator { #expect(plan.placement(of: "numbers")?.mode == .nic, "seed \(seed)") }
      if case .insert(let made, _, _) = block.terminator, let state = made.first?.state {
        #expect(plan.placement(of: program[state].name)?.mode == .nic, "seed \(seed)")
      }
    }
  }

  @Test func theSameInputsGiveTheSamePlan() throws {
    for seed in 0..<4 as Range<UInt64> {
      let instance = try Instance(seed: seed)
      let plans = (0..<2).map { _ in
        Planner().plan(instance.program, for: instance.device, under: instance.traffic, goal: instance.goal).plan
      }
      #expect(plans[0] == plans[1])
    }
  }

  @Test func aBudgetCutsTheSearchAndSaysSo() throws {
    let program = try Library.program("firewall")
    let device = try DeviceModel.load("agilio-cx-2x40") { _ in nil }
    let result = Planner().plan(
      program, for: device, under: .assumed, goal: .rate(1_000_000), budget: SearchBudget(nodes: 5))
    #expect(!result.search.optimal)
    #expect(result.search.gap > 0)
    #expect(result.search.nodes <= 20)
  }
}

/// Every mode, gate and candidate size, one after the other, without bounds.
struct Enumeration {
  private(set) var least: Double?
  private var cache = TermCache()
  private let visitor: ((Assignment, Demand) -> Void)?

  /// Of the plans that have the modes `taken`, where there are some.
  init(_ search: Search, taking taken: [UnitOption?]? = nil, visiting visitor: ((Assignment, Demand) -> Void)? = nil) {
    self.visitor = visitor
    var modes: [[UnitOption]] = [[]]
    let all = search.options.indices.map { unit in taken?[unit].map { [$0] } ?? search.options[unit] }
    for options in all { modes = modes.flatMap { chosen in options.map { chosen + [$0] } } }
    var gates: [Set<Int>] = [[]]
    if search.rules.mayLeaveBlocks {
      for gate in search.space.gates { gates += gates.map { $0.union([gate]) } }
    }
    for chosen in modes { for left in gates { consider(chosen, left, search) } }
  }

  /// Every plan of a space, with what its packets take.
  static func visit(_ search: Search, _ body: (Assignment, Demand) -> Void) {
    withoutActuallyEscaping(body) { body in _ = Enumeration(search, visiting: body) }
  }

  private mutating func consider(_ chosen: [UnitOption], _ left: Set<Int>, _ search: Search) {
    let most = search.space.sites(chosen.map(\.mode), sizes: search.sizes.map(\.most))
    guard var derivation = try? search.space.derive(most, leaving: left) else { return }
    guard !search.rules.finishesOnNIC || finishes(derivation, search) else { return }
    for sizes in Self.sizes(chosen, search) {
      derivation.assignment.states = search.space.sites(chosen.map(\.mode), sizes: sizes)
      let demand = search.model.demand(derivation.assignment, .expected, &cache)
      let score = search.score.value(derivation.assignment, demand)
      if score < least ?? .infinity { least = score }
      visitor?(derivation.assignment, demand)
    }
  }

  private func finishes(_ derivation: DerivedHalf, _ search: Search) -> Bool {
    var cache = TermCache()
    let finished = search.model.finishedOnNIC(derivation.assignment, &cache)
    return !zip(search.model.paths, finished).contains { $0.1 < 1 && !$0.0.endsInDrop }
  }

  private static func sizes(_ chosen: [UnitOption], _ search: Search) -> [[Int]] {
    let most = search.sizes.map(\.most)
    let split = chosen.indices.filter { chosen[$0].mode == .split }
    if search.rules.sizesAreTied {
      let all = Set(split.flatMap { search.sizes[$0].candidates })
      guard !all.isEmpty else { return [most] }
      return all.map { size in most.indices.map { split.contains($0) ? min(size, most[$0]) : most[$0] } }
    }
    var combinations = [most]
    for unit in split {
      combinations = combinations.flatMap { sizes in
        search.sizes[unit].candidates.map { size in
          var changed = sizes
          changed[unit] = size
          return changed
        }
      }
    }
    return combinations
  }
}
