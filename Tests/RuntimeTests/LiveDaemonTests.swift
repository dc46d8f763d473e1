import Foundation
import Plan
import Testbed
import Testing

/// The daemon between a client and a server in namespaces of their own, on veth.
@Suite(.serialized, .enabled(if: Testbed.unavailable == nil, "network namespaces need root"))
struct LiveDaemonTests {
  /// What a test stands on: a testbed and a bundle of the NAT.
  private struct Bed {
    let testbed: Testbed
    let bundle: String
    /// A name that no other run on the machine uses.
    let instance = "rtt" + String(UInt32(getpid()) % 1_048_576, radix: 32)

    init(offloads: Bool) throws {
      testbed = try Testbed(id: instance)
      bundle = try LiveBundle.shared("nat.nf", offloads: offloads)
    }

    func deploy(driver: String = "auto", extra: String = "") throws -> DeployedNF {
      var options = DeployedNF.Options()
      options.driver = driver
      options.extra = extra
      return try DeployedNF(bundle, on: testbed, instance: instance, corad: try Corad.path(), options: options)
    }

    /// Pings the server through the NF; the packets that were answered.
    func ping(_ count: Int) throws -> Int {
      let words = ["ping", "-n", "-c", "\(count)", "-i", "0.05", "-W", "2", testbed.server.ipv4]
      let output = try testbed.client.run(words).output
      let received = output.split(separator: ",").first { $0.contains("received") }
      return received.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    func traces() throws -> Traces {
      try Traces(instance: instance, interfaces: [testbed.inside, testbed.outside])
    }
  }

  @Test func theHotFlowIsTheNICs() throws {
    let bed = try Bed(offloads: true)
    let nf = try bed.deploy()
    #expect(try bed.ping(20) == 20)
    let status = try nf.settledStatus()
    #expect(status.ports.allSatisfy { $0.driver == "af_xdp" && $0.xdpMode == "native" }, "\(status.ports)")
    #expect(status.packets.offered >= 40)
    #expect(status.packets.finishedOnNic + status.packets.punted == status.packets.offered)
    #expect(status.packets.finishedOnNic >= 30, "\(status.packets)")
    #expect(status.packets.punted == status.packets.restarted && status.packets.lost == 0)
    #expect(status.moves.promoted == 1 && status.states.map(\.nicEntries) == [1, 0], "\(status.states)")
    #expect(nf.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func aHostOnlyPlanRunsOnTheHost() throws {
    let bed = try Bed(offloads: false)
    let nf = try bed.deploy()
    #expect(try bed.ping(10) == 10)
    let status = try nf.settledStatus()
    #expect(status.packets.plain == status.packets.offered && status.packets.finishedOnNic == 0, "\(status.packets)")
    // Hosts say a word of IPv6 on their own now and then, which the NAT drops.
    #expect(status.packets.forwarded == 20 && status.packets.lost == 0)
    #expect(nf.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func withoutAFXDPThePuntedPacketsComeByTheKernel() throws {
    let bed = try Bed(offloads: true)
    let nf = try bed.deploy(driver: "af_packet")
    #expect(try bed.ping(20) == 20)
    let status = try nf.settledStatus()
    #expect(status.ports.allSatisfy { $0.driver == "af_packet" && $0.xdpMode == "native" })
    #expect(status.packets.finishedOnNic >= 30 && status.packets.restarted >= 1, "\(status.packets)")
    #expect(nf.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func aKilledDaemonIsClearedAwayByTheNext() throws {
    let bed = try Bed(offloads: true)
    let first = try bed.deploy()
    kill(first.processID, SIGKILL)
    #expect(BackgroundProcess.await(timeout: 10) { !first.isRunning })
    #expect(try !bed.traces().found.isEmpty)
    let second = try bed.deploy()
    #expect(try bed.ping(5) == 5)
    #expect(try second.status().notes.contains { $0.contains("a killed daemon left") })
    #expect(second.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func oneInstanceRunsOnce() throws {
    let bed = try Bed(offloads: true)
    let first = try bed.deploy()
    let error = try #require(throws: TestbedError.self) { _ = try bed.deploy() }
    #expect(error.description.contains("already running"))
    #expect(try bed.ping(5) == 5)
    #expect(first.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func aForeignProgramStays() throws {
    let bed = try Bed(offloads: true)
    let object = bed.bundle + "/port.bpf.o"
    try Command.require(["ip", "link", "set", "dev", bed.testbed.outside, "xdp", "obj", object, "sec", "xdp"])
    let error = try #require(throws: TestbedError.self) { _ = try bed.deploy() }
    #expect(error.description.contains("'\(bed.testbed.outside)' already has an XDP program"))
    #expect(try bed.traces().found == ["XDP on \(bed.testbed.outside)"])
  }

  @Test func aFailureLateInTheStartLeavesNothing() throws {
    let bed = try Bed(offloads: true)
    // The last step: a status file that cannot be written.
    let error = try #require(throws: TestbedError.self) {
      _ = try bed.deploy(extra: "status: {file: /nowhere/at/all.json}")
    }
    #expect(error.description.contains("/nowhere/at/all.json"))
    #expect(try bed.traces().found.isEmpty)
  }

  @Test func stateSurvivesMovesUnderRealTraffic() throws {
    let bed = try Bed(offloads: true)
    // Every interval moves what it can: records go to and fro under the transfer.
    let nf = try bed.deploy(extra: "replan: {interval: 10ms, batch: 2}")
    let server = try bed.testbed.server.start(["iperf3", "-s", "-1"])
    usleep(300_000)
    let client = try bed.testbed.client.run(["iperf3", "-c", bed.testbed.server.ipv4, "-t", "2", "-P", "4"], timeout: 30)
    #expect(client.succeeded, "\(client.errors)\(client.output)")
    server.wait(timeout: 10)
    let status = try nf.settledStatus()
    #expect(status.packets.lost == 0 && status.packets.misdirected == 0 && status.packets.unpunted == 0)
    #expect(status.packets.offered == status.packets.finishedOnNic + status.packets.punted)
    #expect(Double(status.packets.finishedOnNic) > 0.9 * Double(status.packets.offered))
    #expect(nf.stop().status == 0)
    #expect(try bed.traces().found.isEmpty)
  }
}
