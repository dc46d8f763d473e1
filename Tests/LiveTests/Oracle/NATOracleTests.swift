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

    /// ICMP errors find the socket whose packet they quote, in both directions.
    @Test func errorsReachWhomTheyConcern() throws {
      let expected = try ErrorRun.throughKernel()
      #expect(expected["UDP to port 9"] == "Connection refused" && expected["answer to nobody"] == "Connection refused")
      try compare(expected, as: "er") { try ErrorRun.run($0) }
    }

    /// Inside hosts meet by the public address; the kernel has a rule for each mapping that it is to be reached by.
    @Test func hairpinsAreTheKernels() throws {
      let expected = try HairpinRun.throughKernel()
      #expect(expected["UDP answer"] == "done" && expected["TCP data"] == "done", "\(expected)")
      try compare(expected, as: "hp") { try HairpinRun.run($0) }
    }

    private func compare(
      _ expected: [String: String], as purpose: String, _ body: (Hosts) throws -> [String: String]
    ) throws {
      for strategy in [Strategy.hostOnly, .best] {
        try LiveRig.run("nat", strategy, as: purpose) { testbed, nf in
          let facts = try body(Hosts(bump: testbed))
          for (name, fact) in expected {
            #expect(facts[name] == fact, "\(name), \(strategy.rawValue)")
          }
          #expect(try nf.settledStatus().offloads == (strategy == .best))
        }
      }
    }
  }
}
