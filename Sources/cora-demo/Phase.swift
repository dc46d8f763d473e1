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

  func run(_ name: String, sending capture: String, predicted: Double) throws -> PhaseResult {
    let received = "\(directory)/\(name).pcap"
    defer { try? FileManager.default.removeItem(atPath: received) }
    let before = try nf.settledStatus()
    let xdpBefore = try XDPTime.total()
    let server = try ServerWatch(testbed, to: received)
    try testbed.client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(mix.packetsPerSecond)", "-i", "eth0", capture], timeout: 300)
    let after = try nf.settledStatus()
    let xdp = try XDPTime.total() - xdpBefore
    server.finish()
    let comparison = try oracle.compare(capture, with: received)
    for note in comparison.notes.prefix(5) { say("  \(note)") }
    return result(before, after, xdp, comparison, predicted)
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
      hostCyclesPerPacket: WorkerCycles(from: before.cycles, to: after.cycles).perPacket(offered: offered),
      hostCyclesWithPreemptionPerPacket: perPacket(after.cycles.busy - before.cycles.busy),
      predictedHostCyclesPerPacket: predicted,
      controlCyclesPerPacket: perPacket(after.cycles.control - before.cycles.control),
      xdpCyclesPerPacket: perPacket(UInt64(Double(xdpNanoseconds) * nanosecond)),
      movedToNIC: after.moves.promoted - before.moves.promoted,
      mismatches: comparison.mismatched + comparison.unexpected + comparison.reordered)
  }
}
