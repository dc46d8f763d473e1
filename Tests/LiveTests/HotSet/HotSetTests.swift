import Plan
import Testbed
import Testing

extension LiveTests {
  /// A hot set that is much smaller than the table, under popularity that changes.
  @Suite struct HotSetTests {
    private static let flows = 2_000
    private static let packets = 20_000

    @Test func theHotSetFollowsPopularityAndLosesNothing() throws {
      let scratch = try Scratch()
      let card = try scratch.write(SmallCard.yaml(entries: 512), to: "small-card.yaml")
      var options = DeployedNF.Options()
      options.extra = "replan: {interval: 100ms}"
      try LiveRig.run("nat", target: card, as: "hot", options: options) { testbed, nf in
        let traffic = try NumberedTraffic(testbed, "nat", scratch)
        let start = try bindings(nf)
        #expect(start.mode == .split && start.nicCapacity < Self.flows)

        let first = try traffic.send(flows: Self.flows, packets: Self.packets, turned: false)
        #expect(first.isEqual, "\(first)")
        let before = try nf.settledStatus()
        #expect(try bindings(nf).nicEntries == start.nicCapacity, "the NIC has room for more")
        #expect(before.packets.finishedOnNic > 0)

        let second = try traffic.send(flows: Self.flows, packets: Self.packets, turned: true)
        #expect(second.isEqual, "\(second)")
        let after = try nf.settledStatus()
        #expect(after.moves.demoted > before.moves.demoted, "\(after.moves)")
        #expect(after.moves.promoted > before.moves.promoted, "\(after.moves)")
        #expect(after.packets.finishedOnNic > before.packets.finishedOnNic)
        #expect(after.packets.lost == 0)
        #expect(try bindings(nf).entries == traffic.mappings.count, "a binding was lost or made twice")
      }
    }

    private func bindings(_ nf: DeployedNF) throws -> DaemonStatus.State {
      try #require(try nf.status().states.first { $0.name == "bindings" })
    }
  }
}
