import Agreement
import Driver
import Plan
import Testing

/// The NIC half alone is the interpreter, where it can have all of a program.
@Suite struct NICTests {
  static let wholly = [Subject.firewall, .monitor, .policer, .balancer]

  @Test(.enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)), arguments: wholly)
  func alone(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.nicOnly))
    #expect(built.plan.offloads && built.plan.cuts.isEmpty)
    let comparison = Comparison(built: built, what: "nic alone") { try NICExecution($0) }
    #expect(try comparison.run(packets: 100_000, seed: 2).onNIC > 90_000)
  }

  /// The other programs need what eBPF lacks: an allocator, or the order of age.
  @Test(arguments: [Subject.nat, .evictingBalancer, .evictingPolicer])
  func doesNotFitAlone(_ subject: Subject) throws {
    let source = try subject.source(in: Workshop.scratch)
    let planned = try Planned(source, PlanningRequest(target: "xdp", strategy: .nicOnly))
    #expect(!planned.result.fits && !planned.result.plan.offloads)
    #expect(!planned.result.note.isEmpty)
  }
}
