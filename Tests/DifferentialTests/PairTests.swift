import Agreement
import Plan
import Testing

/// Both halves together are the interpreter, whatever the plan, while records move.
@Suite(.enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason))) struct PairTests {
  private func run(_ built: Built, packets: Int = 100_000, seed: UInt64) throws -> Tally {
    let comparison = Comparison(built: built, what: "both halves") { try PairExecution($0) }
    let tally = try comparison.run(packets: packets, seed: seed)
    #expect(tally.failed == 0)
    return tally
  }

  /// Records move both ways, and packets of both kinds of hand-over come.
  @Test(arguments: [Subject.nat, .firewall, .balancer])
  func bestPlan(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.best))
    let tally = try run(built, seed: 3)
    #expect((tally.onNIC > 0) == built.plan.offloads)
    if built.layout.maps.contains(where: { $0.mode == .split }) {
      #expect(tally.restarted > 0 && tally.promoted > 0 && tally.takenBack > 0)
    }
  }

  /// The NIC's table is smaller than what the traffic needs.
  @Test(arguments: [Subject.nat, .firewall, .balancer, .policer], [4, 64])
  func smallTable(_ subject: Subject, _ entries: Int) throws {
    let built = try Workshop.bundle(subject, .split(entries: entries))
    let tally = try run(built, seed: 5)
    #expect(tally.onNIC > 0 && tally.restarted > 0 && tally.promoted > 0 && tally.takenBack > 0)
    #expect(tally.full > 0 || entries > 4)
  }

  /// A plan that offloads nothing: the NIC half hands over every packet.
  @Test(arguments: [Subject.nat, .monitor])
  func nothingOffloaded(_ subject: Subject) throws {
    let tally = try run(Workshop.bundle(subject, .planner(.hostOnly)), seed: 6)
    #expect(tally.onNIC == 0 && tally.restarted == 100_000)
  }

  /// Plans whose packets leave the NIC in the middle of their work, with live values.
  @Test(arguments: [Subject.steppedNAT, .firewall, .steppedBalancer, .policer, .monitor])
  func oddPlans(_ subject: Subject) throws {
    var tally = Tally()
    for seed in 1...6 as ClosedRange<UInt64> {
      let comparison = Comparison(built: try Workshop.bundle(subject, .random(seed: seed)), what: "both halves") {
        try PairExecution($0)
      }
      tally = tally + (try comparison.run(packets: 17_000, seed: 10 + seed))
    }
    #expect(tally.failed == 0)
    #expect(tally.resumed > 0)
  }
}
