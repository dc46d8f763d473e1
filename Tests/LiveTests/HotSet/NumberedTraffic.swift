import Driver
import Foundation
import Testbed
import Traffic
import Wire
import struct Traffic.ComparisonResult

/// Numbered packets from the client, and what the interpreter says of them at the server, phase after phase.
final class NumberedTraffic {
  static let packetsPerSecond = 10_000
  private let testbed: Testbed
  private let scratch: Scratch
  private let oracle: InterpretedRun
  private var sent = 0
  /// Source ports that the interpreter gave to flows so far.
  private(set) var mappings: Set<UInt16> = []

  init(_ testbed: Testbed, _ program: String, _ scratch: Scratch) throws {
    self.testbed = testbed
    self.scratch = scratch
    oracle = try InterpretedRun(try ProgramSource(path: BuiltProgram.source(program)))
  }

  /// Sends a mix in which `turned` says whether the most popular flow is the least popular instead, and compares what came.
  func send(flows: Int, packets: Int, turned: Bool) throws -> ComparisonResult {
    let mix = scratch.file("mix-\(sent).pcap"), received = scratch.file("received-\(sent).pcap")
    try traffic(flows, packets, turned).write(to: mix)
    sent += packets
    let capture = try testbed.server.start([
      "tcpdump", "-Z", "root", "--immediate-mode", "-U", "-Q", "in", "-n", "-B", "65536", "-i", "eth0", "-w", received, "udp",
    ])
    defer { capture.stop() }
    guard BackgroundProcess.await(timeout: 10, { capture.errors.contains("listening on") }) else {
      throw TestbedError("tcpdump does not start: \(capture.errors)")
    }
    try testbed.client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(Self.packetsPerSecond)", "-i", "eth0", mix], timeout: 120)
    let expected = try oracle.forwarded(of: mix)
    for index in 0..<expected.count {
      if let port = PacketView(expected.bytes(index))?.udp?.source { mappings.insert(port) }
    }
    _ = BackgroundProcess.await(timeout: 5) { Self.size(of: received) >= Self.captureSize(of: expected) }
    capture.stop(signal: SIGINT)
    return try compare(expected, received)
  }

  /// Bytes of a capture file that holds a trace: a file header, and a header for each packet.
  private static func captureSize(of trace: Trace) -> Int { 24 + trace.count * 16 + trace.storage.count }

  private static func size(of file: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int).flatMap { $0 } ?? 0
  }

  private func compare(_ expected: Trace, _ received: String) throws -> ComparisonResult {
    var comparison = TraceComparison(expected: expected)
    let reader = try CaptureReader(path: received)
    while let packet = try reader.next() {
      if PacketView(packet.bytes)?.udp?.destination == 443 { comparison.receive(packet.bytes) }
    }
    return comparison.result
  }

  private func traffic(_ flows: Int, _ packets: Int, _ turned: Bool) -> SyntheticTraffic {
    var traffic = SyntheticTraffic()
    traffic.flows = flows
    traffic.packets = packets
    traffic.packetsPerSecond = Double(Self.packetsPerSecond)
    traffic.sizes = .fixed(64)
    traffic.invertsRanks = turned
    traffic.firstNumber = UInt32(sent)
    traffic.startTime += UInt64(sent) * 1_000_000_000 / UInt64(Self.packetsPerSecond)
    traffic.servers = IPPrefix("\(testbed.server.ipv4)/32") ?? traffic.servers
    traffic.inside = IPPrefix("10.77.0.0/16") ?? traffic.inside
    traffic.sourceMAC = MACAddress(testbed.client.mac) ?? traffic.sourceMAC
    traffic.destinationMAC = MACAddress(testbed.server.mac) ?? traffic.destinationMAC
    return traffic
  }
}
