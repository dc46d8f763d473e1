import Glibc
import IR
import PerfModel
import Plan
import Simulator
import Testing
import Traffic

/// The NIC's share of split tables over time.
struct HotSetTests {
  /// Of 20,000 records of Zipf 1.1 the NIC has room for 2,000.
  private func system() throws -> VirtualSystem {
    let whole = try Systems.system(
      "nat", on: "xdp", Systems.traffic(1.1, flows: 20_000, new: 0), goal: .rate(1e6), .trafficPartition)
    var assignment = whole.assignment
    assignment.states = assignment.states.map { $0.isSplit ? .split(entries: 2000) : $0 }
    return VirtualSystem(whole.model, assignment)
  }

  private func shares(_ rows: ArraySlice<TimelineRow>) -> Double {
    rows.reduce(0) { $0 + $1.nicShare } / Double(rows.count)
  }

  @Test func aSettledHotSetHasTheShareOfThePopularityCurve() throws {
    let system = try system()
    let result = system.run(SimulationSettings(rate: 200_000, seconds: 1, hostCores: 1))
    let curve = system.model.traffic.flows.curve.share(ofTop: 2000)
    #expect(abs(try #require(result.hotSetHits) - curve) < 0.02)
  }

  /// After half of the time all records change places: at once most packets miss; an interval and the writes later the new ones are there.
  @Test func theHotSetFollowsAChangeOfPopularity() throws {
    let system = try system()
    var settings = SimulationSettings(rate: 200_000, seconds: 3, hostCores: 1)
    settings.turnover = .init(seconds: 1.5)
    settings.timelineStep = 0.05
    let rows = system.run(settings).timeline
    let before = shares(rows[20..<30])
    #expect(shares(rows[30..<31]) < before - 0.3)
    #expect(shares(rows[55..<60]) > before - 0.08)
    #expect(rows[30..<60].reduce(0) { $0 + $1.writesPerSecond } > rows[20..<30].reduce(0) { $0 + $1.writesPerSecond })
  }

  /// No write is faster than the control path.
  @Test func aSlowControlPathFollowsLater() throws {
    let fast = try system()
    var device = fast.model.device
    device.control.entryWrites.estimate = Estimate(exactly: 2000)
    let model = CostModel(fast.model.program, on: device, under: fast.model.traffic)
    let slow = VirtualSystem(model, fast.assignment)
    var settings = SimulationSettings(rate: 200_000, seconds: 2, hostCores: 1)
    settings.turnover = .init(seconds: 1)
    settings.timelineStep = 0.1
    let (quickly, slowly) = (fast.run(settings).timeline, slow.run(settings).timeline)
    #expect(shares(slowly[14..<16]) < shares(quickly[14..<16]))
    #expect(slowly.allSatisfy { $0.writesPerSecond < 2200 })
  }

  /// New records are the host's until they are old enough, so that fast churn costs share.
  @Test func newRecordsBeginOnTheHost() throws {
    let calm = Systems.traffic(0.5, flows: 5000, new: 0)
    let churning = Systems.traffic(0.5, flows: 5000, new: 20_000)
    let whole = try Systems.system("nat", on: "xdp", calm, goal: .rate(1e6), .trafficPartition)
    var assignment = whole.assignment
    assignment.states = assignment.states.map { $0.isSplit ? .split(entries: 5000) : $0 }
    let hits = [calm, churning].map { traffic in
      let model = CostModel(whole.model.program, on: whole.model.device, under: traffic)
      return VirtualSystem(model, assignment).run(SimulationSettings(rate: 1e6, seconds: 0.3, hostCores: 2)).hotSetHits
        ?? 0
    }
    #expect(hits[0] > 0.999)
    let life = 5000.0 / 20_000
    let delay = whole.model.device.control.promotionDelay.value
    #expect(abs(hits[1] - exp(-delay / life)) < 0.05)
  }
}
