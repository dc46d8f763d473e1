import Foundation
import Interpreter
import Plan
import Testbed
import Testing
import Traffic
import Wire

@testable import Runtime

/// The daemon between capture files, on DPDK's net_pcap, which needs no privileges.
@Suite struct CaptureDaemonTests {
  @Test func packetsGoFromFileToFile() throws { try run(asNobody: false) }

  @Test(.enabled(if: getuid() == 0, "becoming another user needs root; without it the other test is this one"))
  func rootIsNotNeeded() throws { try run(asNobody: true) }

  private func run(asNobody: Bool) throws {
    let corad = try Corad()
    let (sent, expected) = try packets()
    let writer = try CaptureWriter(path: corad.file("in.pcap"))
    for (index, packet) in sent.enumerated() { try writer.write(packet, time: UInt64(index) * 1_000) }
    try writer.finish()
    let bundle = corad.file("nat.cora")
    try FileManager.default.copyItem(atPath: try LiveBundle.shared("nat.nf", offloads: false), toPath: bundle)
    if asNobody { try Command.require(["chmod", "-R", "a+rwX", corad.directory.path]) }
    let socket = corad.file("s")
    let configuration = """
      instance: capture\(asNobody ? 1 : 0)
      socket: \(socket)
      ports:
        - {name: inside, driver: pcap, input: \(corad.file("in.pcap")), output: \(corad.file("back.pcap"))}
        - {name: outside, driver: pcap, output: \(corad.file("out.pcap"))}
      """
    let become = asNobody ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : []
    let daemon = try corad.start(become + corad.words(bundle, configuration), socket: socket)
    let client = try SocketClient(socket)
    let isDone = try BackgroundProcess.await(timeout: 60) {
      let status = try DaemonProtocol.decode(DaemonStatus.self, from: try client.ask("status").utf8)
      return status.packets.plain == UInt64(sent.count)
    }
    #expect(isDone)
    #expect(daemon.stop().status == 0)
    #expect(try read(corad.file("out.pcap")) == expected)
    #expect(try Traces(instance: "capture\(asNobody ? 1 : 0)").found.isEmpty)
  }

  /// Packets from inside, and what the interpreter makes of them.
  private func packets() throws -> (sent: [[UInt8]], expected: [[UInt8]]) {
    let interpreter = try Interpreter(try TestHalf.program("nat.nf"))
    var sent: [[UInt8]] = []
    var expected: [[UInt8]] = []
    for index in 0..<300 {
      let host = UInt8(index % 50 + 1)
      var packet = PacketBuilder.udp(
        from: Endpoint(.v4(10, 0, 0, host), 1000), to: Endpoint(.v4(198, 51, 100, 1), UInt16(index % 7)))
      sent.append(packet)
      if interpreter.run(&packet, port: 0, now: UInt64(index)).verdict == .forward { expected.append(packet) }
    }
    return (sent, expected)
  }

  private func read(_ path: String) throws -> [[UInt8]] {
    let reader = try CaptureReader(path: path)
    var packets: [[UInt8]] = []
    while let packet = try reader.next() { packets.append(Array(packet.bytes)) }
    return packets
  }
}
