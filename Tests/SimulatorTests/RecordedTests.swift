import PerfModel
import Simulator
import Testing
import Traffic

/// Packets as a capture has them.
struct RecordedTests {
  /// 100 flows that come in turn, each first packet making a record, all on the path that most packets take.
  private func recorded(_ system: VirtualSystem, flows: Int = 100) throws -> RecordedTraffic {
    var recorded = RecordedTraffic(for: system)
    let path = try #require(system.model.paths.max { $0.share < $1.share }).number
    let state = try #require(system.assignment.states.firstIndex { $0.isSplit })
    for number in 0..<20 * flows {
      let flow = UInt64(number % flows)
      recorded.packet(time: UInt64(number) * 1000, bytes: 60, flow: flow, path: path)
      recorded.use(state: state, key: flow, isNew: number < flows)
    }
    return recorded
  }

  /// The NIC's tables are empty at first; when the records are old enough they go there, and all packets stay on the NIC.
  @Test func recordsGoToTheNICWhenTheyAreOldEnough() throws {
    let system = try SimulationTests.nat.get()
    let recorded = try recorded(system)
    #expect(recorded.count == 2000 && abs(recorded.seconds - 0.001999) < 1e-9)
    var settings = SimulationSettings(rate: 10_000, seconds: 0.4, hostCores: 1)
    settings.timelineStep = 0.02
    let result = system.run(recorded, settings)
    #expect(result.packets.offered >= 3999 && result.packets.offered <= 4001)
    #expect(result.timeline[0].nicShare == 0)
    #expect(result.timeline[15].nicShare == 1)
    #expect(result == system.run(recorded, settings))
  }

  @Test func pathsThatTheModelDoesNotKnowAreLeftOut() throws {
    let system = try SimulationTests.nat.get()
    var recorded = RecordedTraffic(for: system)
    recorded.packet(time: 0, bytes: 60, flow: 1, path: 1 << 40)
    #expect(recorded.count == 0)
    let result = system.run(recorded, SimulationSettings(rate: 1e6, seconds: 0.001, hostCores: 1))
    #expect(result.packets.offered == 0 && result.throughputPps == 0)
  }
}
