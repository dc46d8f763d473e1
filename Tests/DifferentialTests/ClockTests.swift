import Agreement
import Driver
import Foundation
import Halves
import PerfModel
import Plan
import Testing
import Wire

/// The clock that a NIC half reads is the one its plan names, and steps as the device file says.
@Suite(.enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)))
struct ClockTests {
  @Test func recordsAreStampedByTheCoarseClock() throws {
    let declared = try #require(try Planned.device("xdp").0.nic?.timekeeping?.coarse).estimate
    #expect((declared.low...declared.high).contains(Double(Self.step(of: CLOCK_MONOTONIC_COARSE))))
    try stamps(.monitor, .coarse, map: "flows", by: CLOCK_MONOTONIC_COARSE)
  }

  /// Tokens come by the time: the coarse clock would give them in lots.
  @Test func metersAreChargedByTheFineClock() throws {
    let declared = try #require(try Planned.device("xdp").0.nic?.timekeeping).fine.estimate
    #expect(Double(Self.step(of: CLOCK_MONOTONIC)) <= declared.high)
    try stamps(.policer, .fine, map: "buckets", by: CLOCK_MONOTONIC)
  }

  /// Runs packets outside of test mode: each record was touched between two readings of the clock around its packet.
  private func stamps(_ subject: Subject, _ clock: OffloadPlan.Clock, map: String, by id: clockid_t) throws {
    let built = try Workshop.bundle(subject, .planner(.nicOnly))
    #expect(built.plan.clock == clock)
    let half = try NICHalf(
      object: built.nicObject, layout: built.layout, settings: .init(parameters: built.layout.defaultParameters))
    for host in 1...UInt8(20) {
      let packet = PacketBuilder.udp(from: Endpoint(.v4(10, 0, 0, host), 4000), to: Endpoint(.v4(192, 0, 2, host), 53))
      let before = Self.now(id)
      // What it decided is told in test mode only.
      for port in 0..<UInt16(built.program.ports.count) { _ = try? half.run(packet, port: port, now: 0) }
      let after = Self.now(id)
      let times = try half.entries(map).map(\.head)
      #expect(times.count == Int(host))
      #expect(times.filter { (before...after).contains($0) }.count >= 1, "\(before) \(after) \(times)")
      #expect(times.allSatisfy { $0 <= after })
    }
  }

  private static func now(_ id: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(id, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Nanoseconds.
  private static func step(of id: clockid_t) -> Int {
    var step = timespec()
    clock_getres(id, &step)
    return step.tv_sec * 1_000_000_000 + step.tv_nsec
  }
}
