import Agreement
import Plan
import Testing

/// Tables so small that they fill up, and records that live for milliseconds.
///
/// An expired record of the NIC half's own tables takes up room until it is swept (docs/hand-over.md), which is done here
/// when it could show: see `RoomOnNIC`.
@Suite struct SmallTests {
  static let split = [Subject.smallNAT, .smallFirewall, .smallBalancer, .smallPolicer]
  static let evicting = [Subject.smallEvictingBalancer, .smallEvictingPolicer]

  @Test(arguments: split + evicting + [.smallMonitor])
  func hostAlone(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.hostOnly))
    _ = try Comparison(built: built, what: "host alone") { try HostExecution($0) }.run(packets: 50_000, seed: 30)
  }

  @Test(
    .enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)), arguments: split,
    [PlanKind.split(entries: 8), .random(seed: 1), .random(seed: 2)])
  func bothHalves(_ subject: Subject, _ kind: PlanKind) throws {
    let built = try Workshop.bundle(subject, kind)
    let comparison = Comparison(built: built, what: "both halves") { try PairExecution($0) }
    let tally = try comparison.run(packets: 30_000, seed: 31)
    #expect(tally.failed == 0)
    #expect(tally.onNIC > 0)
  }

  @Test(
    .enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)),
    arguments: [Subject.smallFirewall, .smallMonitor, .smallPolicer, .smallBalancer])
  func nicAlone(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.nicOnly))
    let comparison = Comparison(built: built, what: "nic alone") { try NICExecution($0) }
    #expect(try comparison.run(packets: 20_000, seed: 32).onNIC > 18_000)
  }
}
