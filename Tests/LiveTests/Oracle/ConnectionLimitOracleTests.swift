import Plan
import Testbed
import Testing

extension LiveTests {
  /// `connlimit.nf` against the kernel's count of connections: real connections, step by step.
  @Suite struct ConnectionLimitOracleTests {
    /// After both FINs the program counts a connection for two minutes more, where the kernel no longer does.
    private static let later = "eight, after an orderly end"

    @Test func theLimitIsTheKernels() throws {
      var expected = try ConnectionRun.throughKernel()
      #expect(expected["three"] == "done" && expected["four"] == "silence", "the kernel counts: \(expected)")
      #expect(expected[Self.later] == "done")
      expected[Self.later] = "silence"
      for strategy in [Strategy.hostOnly, .best] {
        let facts = try throughProgram(strategy, expected)
        for (name, fact) in expected { #expect(facts[name] == fact, "\(name), \(strategy.rawValue)") }
        #expect(facts.count == expected.count)
      }
    }

    private func throughProgram(_ strategy: Strategy, _ expected: [String: String]) throws -> [String: String] {
      var options = DeployedNF.Options()
      options.ports = (inside: "clients", outside: "servers")
      options.extra = "parameters: {most: \(ConnectionRun.most)}"
      return try LiveRig.run("connlimit", strategy, as: "cl", options: options) { testbed, nf in
        let facts = try ConnectionRun.run(Hosts(bump: testbed), expecting: expected)
        let status = try nf.settledStatus()
        #expect(status.offloads == (strategy == .best))
        #expect(status.packets.lost == 0 && status.packets.misdirected == 0, "\(status.packets)")
        return facts
      }
    }
  }
}
