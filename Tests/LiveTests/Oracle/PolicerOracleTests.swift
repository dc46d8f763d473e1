import Plan
import Testbed
import Testing

extension LiveTests {
  /// `policer.nf` against the kernel's rate limits: the same stream, and what the rates promise at the sender's clock.
  @Suite struct PolicerOracleTests {
    @Test func theKernelGivesTheRates() throws {
      let rules = KernelRules.policer(PolicerRates())
      expectRates(try Hosts.throughKernel(rules, as: "pok") { try PacedStream.run($0) }, "nftables")
    }

    @Test(arguments: [Strategy.hostOnly, .best])
    func thePolicerGivesTheRates(_ strategy: Strategy) throws {
      try LiveRig.run("policer", strategy, as: "po") { testbed, nf in
        expectRates(try PacedStream.run(Hosts(bump: testbed)), strategy.rawValue)
        let status = try nf.settledStatus()
        #expect(status.offloads == (strategy == .best))
        #expect(status.packets.lost == 0 && status.packets.misdirected == 0, "\(status.packets)")
      }
    }

    private func expectRates(_ stream: PacedStream, _ who: String) {
      // Holds however long anything took on the way.
      #expect(Double(stream.arrived) <= PolicerRates().peak.most(in: stream.duration) + 1, "\(who)")
      #expect(stream.counts.contains { $0.due[.red] ?? 0 > 100 }, "nothing was above the rate: \(stream.counts)")
      for (phase, count) in zip(PacedStream.phases, stream.counts) {
        for colour in [Colour.green, .yellow] {
          let (due, arrived) = (count.due[colour] ?? 0, count.arrived[colour] ?? 0)
          let tolerance = 0.05 * Double(phase.datagrams)
          #expect(abs(Double(arrived - due)) <= tolerance, "\(phase.name), \(colour), \(who): \(count)")
        }
      }
    }
  }
}
