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
    let capture = try HostCapture(on: testbed.server, into: received)
    try testbed.client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(Self.packetsPerSecond)", "-i", "eth0", mix], timeout: 120)
    let expected = try oracle.forwarded(of: mix)
    for index in 0..<expected.count {
      if let port = PacketView(expected.bytes(index))?.udp?.source { mappings.insert(port) }
    }
    capture.finish(bytes: HostCapture.size(of: expected.records.map(\.length)))
    return try compare(expected, capture)
  }

  private func compare(_ expected: Trace, _ capture: HostCapture) throws -> ComparisonResult {
    var comparison = TraceComparison(expected: expected)
    for packet in try capture.packets() where PacketView(packet)?.udp?.destination == 443 {
      packet.withUnsafeBytes { comparison.receive($0) }
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
