import IR
import PerfModel
import Plan
import Planner
import Testing
import Traffic

/// What has to be true of the model whatever its numbers are.
@Suite struct CostModelTests {
  static let traffic = TrafficProfile.zipf(flows: 64_000, exponent: 1.1)

  private func nat(entries: Int, on device: DeviceModel, _ traffic: TrafficProfile = traffic) throws -> (
    CostModel, Assignment
  ) {
    let program = try Library.program("nat")
    let plan = Planner().plan(program, for: device, under: traffic, goal: .rate(1_000_000)).plan
    var cuts: [Edge: CutMode] = [:]
    for cut in plan.cuts { cuts[Edge(BlockID(cut.from), cut.edge)] = cut.mode == .restart ? .restart : .resume }
    let states = plan.placements.map { $0.mode == .split ? StateSite.split(entries: entries) : .host }
    let onNIC = program.blocks.indices.map(plan.nicBlocks.contains)
    return (CostModel(program, on: device, under: traffic), Assignment(states: states, onNIC: onNIC, cuts: cuts))
  }

  @Test(arguments: ["xdp", "agilio-cx-2x40"])
  func aLargerHotSetFinishesMoreAndCostsTheHostLess(target: String) throws {
    let device = try DeviceModel.load(target) { _ in nil }
    var cache = TermCache()
    var before: Demand?
    for entries in [64, 512, 4096, 16_384, 64_000] {
      let (model, assignment) = try nat(entries: entries, on: device)
      let demand = model.demand(assignment, .expected, &cache)
      cache = TermCache()
      if let before {
        #expect(demand.finishedOnNIC > before.finishedOnNIC)
        #expect(demand.host < before.host)
        #expect(demand.writes > before.writes)
      }
      before = demand
    }
  }

  @Test func boundsEncloseWhatIsExpected() throws {
    for target in ["xdp", "agilio-cx-1x40", "bluefield-2"] {
      let device = try DeviceModel.load(target) { _ in nil }
      for name in ["nat", "policer"] {
        let prediction = Planner().plan(
          try Library.program(name), for: device, under: Self.traffic, goal: .mostRate
        ).prediction
        #expect(prediction.rate.low <= prediction.rate.value && prediction.rate.value <= prediction.rate.high)
        #expect(prediction.guaranteedRate <= prediction.rate.value)
        #expect(prediction.guaranteedRate > 0)
        #expect(prediction.latency.p50 <= prediction.latency.p99)
        let cycles = prediction.hostCyclesPerPacket
        #expect(cycles.low <= cycles.value && cycles.value <= cycles.high)
      }
    }
  }

  @Test func theRateIsTheLeastCeiling() throws {
    let device = try DeviceModel.load("agilio-cx-2x40") { _ in nil }
    let prediction = Planner().plan(
      try Library.program("nat"), for: device, under: Self.traffic, goal: .mostRate
    ).prediction
    let least = try #require(prediction.ceilings.min { $0.rate.value < $1.rate.value })
    #expect(prediction.rate.value == least.rate.value)
    #expect(prediction.bottleneck == least.resource)
  }

  @Test func dearerHostPacketsMakeEveryPlanDearer() throws {
    let base = try DeviceModel.load("xdp") { _ in nil }
    let text = """
      base: xdp
      sites: {host: {packet: {receive: {value: 2000, low: 1000, high: 3000}}}}
      """
    let dear = try DeviceModel.parse(text, file: "dear.yaml")
    let (cheapModel, assignment) = try nat(entries: 4096, on: base)
    let (dearModel, _) = try nat(entries: 4096, on: dear)
    var (one, two) = (TermCache(), TermCache())
    let (cheap, costly) = (
      cheapModel.demand(assignment, .expected, &one), dearModel.demand(assignment, .expected, &two)
    )
    #expect(costly.host > cheap.host)
    #expect(costly.finishedOnNIC == cheap.finishedOnNIC)
  }

  @Test func moreSkewMeansMoreHits() throws {
    let device = try DeviceModel.load("xdp") { _ in nil }
    let shares = try [0.6, 0.9, 1.1, 1.4].map { exponent in
      let (model, assignment) = try nat(entries: 2048, on: device, .zipf(flows: 64_000, exponent: exponent))
      var cache = TermCache()
      return model.demand(assignment, .expected, &cache).finishedOnNIC
    }
    #expect(shares == shares.sorted())
  }

  /// A uniform working set costs the curve's own value; skew brings it down towards that of the hot part.
  @Test func aSkewedTableCostsLessThanAUniformOne() throws {
    let device = try DeviceModel.load("xdp") { _ in nil }
    guard case .curve(let curve)? = device.nic?.costs[.hashHit] else { return #expect(Bool(false)) }
    let uniform = RankCurve(points: (0...16).map { .init(rank: 1 << $0, share: Double(1 << $0) / 65_536) })
    #expect(abs(curve.value(ofTop: 65_536, uniform).value - 75) < 1.5)
    let skewed = TrafficProfile.zipf(flows: 65_536, exponent: 1.1).flows.curve
    let mean = curve.value(ofTop: 65_536, skewed).value
    #expect(mean > 20 && mean < 45)
  }

  @Test func coresGrowFasterThanLoad() throws {
    let host = try DeviceModel.load("host-x86") { _ in nil }.host
    #expect(abs(host.cores(for: 0.5e9) - 0.5) < 1e-6)
    #expect(host.cores(for: 2e9) > 2)
    #expect(host.cores(for: 0) == 0)
    #expect(host.cores(for: 3e9) > 3 * host.cores(for: 1e9))
  }

  @Test func nonsenseInTrafficIsSurvived() throws {
    let programs = [try Library.program("policer")] + (0..<3).map { RandomProgram(seed: $0).program }
    let device = try DeviceModel.load("xdp") { _ in nil }
    for traffic in [
      TrafficProfile(
        packetsPerSecond: 0, sizes: .fixed(0),
        flows: FlowPopularity(count: 0, newPerSecond: 0, exponent: 0, curve: .empty)),
      TrafficProfile(
        packetsPerSecond: 1, sizes: .fixed(60),
        flows: FlowPopularity(count: 1, newPerSecond: 1e12, exponent: 0, curve: .empty),
        paths: [PathShare(path: 1 << 40, share: 1)]),
    ] {
      for goal in [Goal.mostRate, .rate(1), .rate(1e15), .cores(0.5)] {
        for program in programs {
          let result = Planner().plan(program, for: device, under: traffic, goal: goal)
          #expect(result.plan.program == program.name)
          #expect(!result.prediction.rate.value.isNaN)
        }
      }
    }
  }

  @Test func aRateBeyondTheCardDoesNotFit() throws {
    let result = Planner().plan(
      try Library.program("nat"), for: try DeviceModel.load("agilio-cx-2x40") { _ in nil }, under: Self.traffic,
      goal: .rate(200_000_000))
    #expect(!result.fits)
    #expect(result.note.contains("bound by"))
  }

  @Test func strategiesAreWhatTheyAreCalled() throws {
    let program = try Library.program("nat")
    let device = try DeviceModel.load("xdp") { _ in nil }
    func capacity(_ state: String) -> Int? { program.state(named: state).flatMap { program[$0].map?.capacity } }
    func plan(_ strategy: Strategy) -> PlanningResult {
      Planner().plan(program, for: device, under: Self.traffic, goal: .rate(1_000_000), strategy: strategy)
    }
    #expect(!plan(.hostOnly).plan.offloads)
    #expect(!plan(.nicOnly).fits)
    #expect(plan(.nicOnly).note.contains("allocator"))
    #expect(
      plan(.statePartition).plan.placements.allSatisfy { placement in
        placement.mode != .split || placement.entriesOnNIC == capacity(placement.state)
      })
    let cache = plan(.trafficPartition).plan.placements.filter { $0.mode == .split }
    // Bindings and owners are one group, the hairpins' answers another.
    #expect(Set(cache.filter { $0.state != "answers" }.map(\.entriesOnNIC)).count == 1)
    #expect(plan(.best).prediction.hostCores <= plan(.statePartition).prediction.hostCores + 1e-6)
    #expect(plan(.best).prediction.hostCores <= plan(.trafficPartition).prediction.hostCores + 1e-6)
  }
}
