import Plan
import Testbed
import Testing

extension LiveTests {
  /// `firewall.nf` against the kernel's connection tracking: the same probes pass and fail.
  @Suite struct FirewallOracleTests {
    @Test(arguments: [Strategy.hostOnly, .best, .nicOnly, .trafficPartition])
    func firewallDecidesAsTheKernelDoes(_ strategy: Strategy) throws {
      let expected = try KernelVerdicts.shared.firewall()
      try LiveRig.run("firewall", strategy, as: "fw") { testbed, nf in
        let passed = try FirewallRun.run(ProbeEnds(bump: testbed), expecting: expected)
        for (name, verdict) in expected { #expect(passed[name] == verdict, "\(name), \(strategy.rawValue)") }
        #expect(passed.count == expected.count)
        let status = try nf.settledStatus()
        #expect(status.offloads == (strategy != .hostOnly))
        if strategy != .hostOnly { #expect(status.packets.finishedOnNic > 0) }
        if strategy == .nicOnly { #expect(status.packets.punted == 0) }
      }
    }
  }
}
