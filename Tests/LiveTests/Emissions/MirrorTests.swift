import Foundation
import Plan
import Testbed
import Testing
import Traffic

extension LiveTests {
  /// `sampler.nf` in service: copies go to a collector, the packets themselves go on.
  @Suite struct MirrorTests {
    private static let packets = 2_000
    private static let flows = 100

    @Test func theHostCopiesEveryPacket() throws {
      let run = try sample(.hostOnly, every: 1)
      #expect(run.collected == run.sent)
      #expect(run.status.packets.finishedOnNic == 0)
    }

    /// The NIC half forwards what is not sampled; what is goes to the host, the only one that copies. The plan is for one
    /// sample in 1,024 packets; in service it is one in 4.
    @Test func theNICLeavesOnlySamplesToTheHost() throws {
      let run = try sample(.best, every: 4)
      let packets = run.status.packets
      #expect(run.collected.count > Self.packets / 8 && run.collected.count < Self.packets / 2, "\(run.collected.count)")
      #expect(Set(run.collected).isSubset(of: run.sent))
      #expect(packets.finishedOnNic >= UInt64(Self.packets - run.collected.count), "\(packets)")
    }

    private struct Run {
      var sent: [[UInt8]]
      var collected: [[UInt8]]
      var status: DaemonStatus
    }

    /// Sends numbered packets; all of them arrive, in order.
    private func sample(_ strategy: Strategy, every: Int) throws -> Run {
      let scratch = try Scratch()
      var options = DeployedNF.Options()
      options.ports = ("left", "right")
      options.listenerPort = "collector"
      options.extra = "parameters: {every: \(every)}"
      try SyntheticTraffic.numbered(flows: Self.flows, packets: Self.packets).write(to: scratch.file("expected.pcap"))
      let bundle = try scratch.bundle("sampler", strategy, traffic: scratch.file("expected.pcap"))
      return try LiveRig.run(bundle: bundle, as: "mir", options: options) { testbed, nf in
        let listener = try #require(testbed.listener)
        let traffic = SyntheticTraffic.numbered(flows: Self.flows, packets: Self.packets, through: testbed)
        let trace = try traffic.trace()
        let arrivals = try HostCapture(on: testbed.server, into: scratch.file("arrived.pcap"))
        let copies = try HostCapture(on: listener.host, into: scratch.file("copied.pcap"), filter: nil)
        // What a host's kernel says by itself is copied too, perhaps before the captures began.
        let before = try nf.status().packets.mirrored
        try traffic.send(by: testbed.client, as: scratch.file("sent.pcap"))
        let status = try nf.settledStatus()
        let sent = (0..<trace.count).map { Array(trace.bytes($0)) }
        arrivals.finish(bytes: HostCapture.size(of: sent.map(\.count)))
        copies.finish(bytes: HostCapture.size(of: (before..<status.packets.mirrored).map { _ in sent[0].count }))
        #expect(try arrivals.packets().filter(isNumbered).sorted(by: precedes) == sent)
        #expect(status.packets.unmirrored == 0 && status.packets.lost == 0, "\(status.packets)")
        let collected = try copies.packets()
        #expect((status.packets.mirrored - before...status.packets.mirrored).contains(UInt64(collected.count)))
        return Run(sent: sent, collected: collected.filter(isNumbered).sorted(by: precedes), status: status)
      }
    }

    private func isNumbered(_ packet: [UInt8]) -> Bool { packet.withUnsafeBytes(PacketNumber.of) != nil }

    /// By number: packets of different flows may pass one another, as the two halves work side by side.
    private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
      (left.withUnsafeBytes(PacketNumber.of) ?? 0) < (right.withUnsafeBytes(PacketNumber.of) ?? 0)
    }
  }
}
