import Plan
import Testbed
import Testing

extension LiveTests {
  /// `nat.nf` against the kernel's source NAT.
  @Suite struct NATOracleTests {
    @Test func natDoesAsTheKernelDoes() throws {
      let expected = try NATRun.throughKernel()
      for strategy in [Strategy.hostOnly, .best] {
        try LiveRig.run("nat", strategy, as: "nt") { testbed, nf in
          let facts = try NATRun.run(ProbeEnds(bump: testbed))
          for (name, fact) in expected { #expect(facts[name] == fact, "\(name), \(strategy.rawValue)") }
          #expect(facts.count == expected.count)
          #expect(try nf.settledStatus().offloads == (strategy == .best))
        }
      }
    }
  }
}
