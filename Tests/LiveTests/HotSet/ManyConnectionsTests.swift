import Foundation
import Plan
import Testbed
import Testing

extension LiveTests {
  /// Many short TCP connections, both ways of each, while their records move to a small NIC half and back.
  @Suite struct ManyConnectionsTests {
    private static let connections = 300
    private static let parallel = 60

    @Test(arguments: ["nat", "firewall"])
    func everyConnectionGetsItsBytes(_ program: String) throws {
      let scratch = try Scratch()
      let card = try scratch.write(SmallCard.yaml(entries: 192), to: "small-card.yaml")
      var options = DeployedNF.Options()
      options.extra = "replan: {interval: 20ms}"
      try LiveRig.run(program, .trafficPartition, target: card, as: "con", options: options) { testbed, nf in
        let server = try WebServer(on: testbed.server, in: scratch, bytes: 60_000)
        defer { server.stop() }
        #expect(try server.isFetched(by: testbed.client, into: scratch))
        try fetchAll(server, by: testbed.client, into: scratch)
        let status = try nf.settledStatus()
        let state = try #require(status.states.first { $0.mode == .split })
        #expect(state.nicCapacity <= 192 && state.nicEntries <= state.nicCapacity, "\(state)")
        // Bindings are kept for two minutes, and so are most sessions that both sides have closed: more than the card holds.
        #expect(state.entries > state.nicCapacity, "\(state)")
        #expect(status.moves.promoted > 0 && status.packets.finishedOnNic > 0, "\(status.moves)")
        #expect(status.packets.lost == 0 && status.packets.misdirected == 0, "\(status.packets)")
      }
    }

    private func fetchAll(_ server: WebServer, by client: Namespace, into scratch: Scratch) throws {
      try client.require([
        "curl", "-sS", "--fail", "--max-time", "60", "--http1.0", "--parallel", "--parallel-max", "\(Self.parallel)", "-o",
        scratch.file("got-#1"), server.url + "?[1-\(Self.connections)]",
      ])
      let wrong = (1...Self.connections).filter { !server.isSame(scratch.file("got-\($0)")) }
      #expect(wrong == [])
    }
  }
}
