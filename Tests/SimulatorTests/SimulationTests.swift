import PerfModel
import Plan
import Simulator
import Testing
import Traffic

/// What a run must be like whatever the numbers are.
struct SimulationTests {
  static let nat = Result {
    try Systems.system("nat", on: "xdp", Systems.traffic(1.1, burstiness: 1.5), goal: .rate(1e6))
  }
  static let card = Result {
    try Systems.system("nat", on: "agilio-cx-2x40", Systems.traffic(1.1, burstiness: 2.5), goal: .rate(5e6))
  }
  static let host = Result { try Systems.system("nat", on: "agilio-cx-2x40", Systems.traffic(1.1), .hostOnly) }

  private func settings(_ rate: Double, packets: Double = 100_000, seed: UInt64 = 1, cores: Int = 2)
    -> SimulationSettings
  {
    SimulationSettings(rate: rate, seconds: packets / rate, seed: seed, hostCores: cores)
  }

  @Test func oneSeedIsOneRun() throws {
    let system = try Self.nat.get()
    let first = system.run(settings(1e6))
    #expect(first == system.run(settings(1e6)))
    #expect(first != system.run(settings(1e6, seed: 2)))
  }

  /// Whatever comes in goes out, is dropped, is lost or is still there: at rest, near the ceiling and far above it.
  @Test(arguments: [0.3, 0.98, 3]) func noPacketAppearsOrVanishes(_ load: Double) throws {
    for system in [try Self.nat.get(), try Self.card.get(), try Self.host.get()] {
      for spread in SimulationSettings.Spread.allCases {
        var settings = settings(load * system.predicted(cores: 2).rate.value)
        settings.spread = spread
        let packets = system.run(settings).packets
        #expect(packets.offered == packets.finished + packets.lost.total + packets.inFlight)
        #expect(abs(Double(packets.offered) / 100_000 - 1) < 0.1)
        #expect(packets.inFlight < 10_000)
      }
    }
  }

  /// Beyond the ceiling the rest is lost, and what is carried stays about what the ceiling is.
  @Test func overloadSheds() throws {
    let system = try Self.host.get()
    let ceiling = system.predicted(cores: 2).rate.value
    let result = system.run(settings(3 * ceiling, packets: 300_000))
    #expect(abs(result.throughputPps / ceiling - 1) < 0.05)
    #expect(abs(result.lossShare - 2.0 / 3) < 0.05)
    #expect(result.packets.lost.hostQueue > 0)
    #expect(result.latencyNs.p50 > 2 * system.run(settings(0.5 * ceiling)).latencyNs.p99)
  }

  @Test func lossesAreCountedWhereTheyHappen() throws {
    let host = try Self.host.get()
    #expect(host.run(settings(5e6)).packets.lost.nicQueue == 0)
    let wire = host.run(settings(500e6, cores: 1)).packets.lost
    #expect(wire.nicQueue > 0)
    let bus = host.run(settings(50e6, cores: 16)).packets.lost
    #expect(bus.puntQueue > 0 || bus.hostQueue > 0)
  }

  @Test func theTimelineAddsUp() throws {
    let system = try Self.nat.get()
    var settings = settings(2 * system.predicted(cores: 2).rate.value)
    settings.timelineStep = settings.seconds / 7.5
    let result = system.run(settings)
    let rows = result.timeline
    #expect(rows.count == 8)
    #expect(rows.reduce(0) { $0 + $1.offered } == result.packets.offered)
    #expect(rows.reduce(0) { $0 + $1.finished } == result.packets.finished)
    #expect(rows.reduce(0) { $0 + $1.lost } == result.packets.lost.total)
    let busy = rows.enumerated().reduce(0) { $0 + $1.1.hostCoresBusy * ($1.0 == 7 ? 0.5 : 1) }
    #expect(abs(busy / 7.5 - result.busy.hostCores) < 0.02)
    #expect(rows.allSatisfy { $0.hostCoresBusy <= 2.01 && $0.nicShare <= 1 })
    #expect(TimelineRow.csvHeader.split(separator: ",").count == rows[0].csv.split(separator: ",").count)
  }

  /// A flow that carries a tenth of the packets keeps one core of several busy; packets spread over all do not.
  @Test func flowsThatHaveTheirCoreLoadCoresUnevenly() throws {
    let system = try Systems.system("nat", on: "agilio-cx-2x40", Systems.traffic(1.2), .hostOnly)
    var settings = settings(0.9 * system.predicted(cores: 4).rate.value, packets: 200_000, cores: 4)
    let even = system.run(settings)
    settings.spread = .flows
    let pinned = system.run(settings)
    #expect(even.lossShare < 0.001)
    #expect(pinned.lossShare > 0.01)
  }

  @Test func latencyGrowsWithTheLoad() throws {
    let system = try Self.host.get()
    let ceiling = system.predicted(cores: 2).rate.value
    let runs = [0.2, 0.6, 0.95].map { system.run(settings($0 * ceiling)).latencyNs }
    for (less, more) in zip(runs, runs.dropFirst()) { #expect(less.p99 < more.p99 && less.p50 <= more.p50) }
    for run in runs { #expect(run.p50 <= run.p90 && run.p90 <= run.p99 && run.p99 <= run.p999) }
  }
}
