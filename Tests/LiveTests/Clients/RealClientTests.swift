import Foundation
import Plan
import Testbed
import Testing

extension LiveTests {
  /// Programs that people use, through `nat.nf` under the best plan.
  @Suite struct RealClientTests {
    @Test func clientsTalkThroughTheNAT() throws {
      let scratch = try Scratch()
      try LiveRig.run("nat", as: "nat") { testbed, nf in
        try pings(testbed)
        try fetches(testbed, scratch)
        try streams(testbed)
        try floods(testbed)
        let status = try nf.settledStatus()
        #expect(status.ports.map(\.driver) == ["af_xdp", "af_xdp"])
        #expect(status.ports.map(\.xdpMode) == ["native", "native"])
        #expect(status.packets.finishedOnNic > status.packets.punted, "\(status.packets)")
        #expect(status.moves.promoted > 0)
        #expect(status.packets.lost == 0, "\(status)")
        #expect(status.packets.misdirected == 0)
      }
    }

    @Test func packetBuffersInHugePagesAreGivenBack() throws {
      let before = HugePages.now
      try HugePages.reserve(before.total + 64)
      defer { try? HugePages.reserve(before.total) }
      let there = HugePages.now
      guard there.free >= 64 else { try Test.cancel("the kernel gives \(there.free) huge pages, 64 are needed") }
      try LiveRig.run("nat", as: "hug") { testbed, nf in
        #expect(try nf.status().notes == [])
        #expect(HugePages.now.free < there.free)
        try testbed.client.require(["ping", "-c", "3", "-i", "0.05", "-W", "5", testbed.server.ipv4])
      }
      #expect(BackgroundProcess.await(timeout: 10) { HugePages.now == there }, "\(HugePages.now) of \(there)")
    }

    private func pings(_ testbed: Testbed) throws {
      let text = try testbed.client.require(["ping", "-c", "20", "-i", "0.05", "-W", "5", testbed.server.ipv4])
      #expect(text.contains("20 received"), "\(text)")
    }

    private func fetches(_ testbed: Testbed, _ scratch: Scratch) throws {
      let server = try WebServer(on: testbed.server, in: scratch, bytes: 4 << 20)
      defer { server.stop() }
      #expect(try server.isFetched(by: testbed.client, into: scratch))
      #expect(server.askers == [Testbed.publicIPv4])
    }

    private func streams(_ testbed: Testbed) throws {
      let (client, server) = try Iperf.run(from: testbed.client, to: testbed.server, [])
      #expect(client.received > 1 << 20)
      #expect(Set(server.start.connected.map(\.remote_host)) == [Testbed.publicIPv4])
    }

    /// UDP both ways at a rate that nothing here should lose.
    private func floods(_ testbed: Testbed) throws {
      for direction in [["-u", "-b", "20M", "-l", "1000"], ["-u", "-b", "20M", "-l", "1000", "-R"]] {
        let (client, server) = try Iperf.run(from: testbed.client, to: testbed.server, direction)
        #expect(client.end.sum?.packets ?? 0 > 1000)
        #expect(client.end.sum?.lost_packets == 0)
        #expect(Set(server.start.connected.map(\.remote_host)) == [Testbed.publicIPv4])
      }
    }
  }
}
