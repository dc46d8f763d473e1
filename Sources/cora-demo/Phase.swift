import Foundation
import Plan
import Testbed
import Traffic
import struct Traffic.ComparisonResult

/// Sends a mix through a deployed NF, watches both ends, and says what happened.
struct Phase {
  let testbed: Testbed
  let nf: DeployedNF
  let mix: TrafficMix
  let oracle: Oracle
  let directory: String

  /// The kernel hands a capture's last block over after a second at most.
  private static let captureDelayMicroseconds: UInt32 = 1_500_000

  func run(_ name: String, sending capture: String, predicted: Double) throws -> PhaseResult {
    let received = "\(directory)/\(name).pcap"
    defer { try? FileManager.default.removeItem(atPath: received) }
    let before = try nf.settledStatus()
    let xdpBefore = try XDPTime.total()
    let server = try watch(received)
    try testbed.client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(mix.packetsPerSecond)", "-i", "eth0", capture], timeout: 300)
    let after = try nf.settledStatus()
    let xdp = try XDPTime.total() - xdpBefore
    usleep(Self.captureDelayMicroseconds)
    server.stop(signal: SIGINT)
    let comparison = try oracle.compare(capture, with: received)
    for note in comparison.notes.prefix(5) { say("  \(note)") }
    return result(before, after, xdp, comparison, predicted)
  }

  private func watch(_ file: String) throws -> BackgroundProcess {
    let capture = try testbed.server.start([
      "tcpdump", "-Z", "root", "-Q", "in", "-n", "-B", "131072", "-i", "eth0", "-w", file, "udp",
    ])
    guard BackgroundProcess.await(timeout: 10, { capture.errors.contains("listening on") }) else {
      throw TestbedError("tcpdump does not start: \(capture.errors)")
    }
    return capture
  }

  private func result(
    _ before: DaemonStatus, _ after: DaemonStatus, _ xdpNanoseconds: UInt64, _ comparison: ComparisonResult,
    _ predicted: Double
  ) -> PhaseResult {
    let offered = after.packets.offered - before.packets.offered
    let perPacket = { (cycles: UInt64) in offered == 0 ? 0 : Double(cycles) / Double(offered) }
    let nanosecond = Double(after.cycles.perSecond) / 1e9
    return PhaseResult(
      offeredPackets: offered, nicPackets: after.packets.finishedOnNic - before.packets.finishedOnNic,
      puntedPackets: after.packets.punted - before.packets.punted, lostPackets: comparison.missing,
      hostCyclesPerPacket: perPacket(after.cycles.busy - before.cycles.busy), predictedHostCyclesPerPacket: predicted,
      controlCyclesPerPacket: perPacket(after.cycles.control - before.cycles.control),
      xdpCyclesPerPacket: perPacket(UInt64(Double(xdpNanoseconds) * nanosecond)),
      movedToNIC: after.moves.promoted - before.moves.promoted,
      mismatches: comparison.mismatched + comparison.unexpected + comparison.reordered)
  }
}
