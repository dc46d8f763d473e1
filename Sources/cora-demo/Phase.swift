import Foundation
import Plan
import Testbed
import Traffic
import struct Traffic.ComparisonResult

/// Sends mixes through a deployed NF, watches both ends, and says what happened.
struct Phase {
  let testbed: Testbed
  let nf: DeployedNF
  let mix: TrafficMix
  let oracle: Oracle
  let directory: String

  /// Sends `capture` and sees what comes of it. The comparison is for later: it takes longer than the flows' idle time-outs, which
  /// pass between two mixes as long as the NF waits for the second.
  func send(_ capture: String, as name: String) throws -> SentMix {
    let received = "\(directory)/\(name).pcap"
    let before = try nf.settledStatus()
    let xdpBefore = try XDPTime.total()
    let server = try ServerWatch(testbed, to: received)
    try testbed.client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(mix.packetsPerSecond)", "-i", "eth0", capture], timeout: 300)
    let after = try nf.settledStatus()
    let xdp = try XDPTime.total() - xdpBefore
    server.finish()
    return SentMix(capture: capture, received: received, before: before, after: after, xdpNanoseconds: xdp)
  }

  /// Compares with the interpreter, which sees the mixes in the order of the calls, and says what happened.
  func result(of sent: SentMix, predicted: Double) throws -> PhaseResult {
    defer { try? FileManager.default.removeItem(atPath: sent.received) }
    let comparison = try oracle.compare(sent.capture, with: sent.received)
    for note in comparison.notes.prefix(5) { say("  \(note)") }
    return result(sent.before, sent.after, sent.xdpNanoseconds, comparison, predicted)
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

/// A mix on its way: what the NF counted before and after it, and what the server received.
struct SentMix {
  let capture: String
  /// The server's capture file.
  let received: String
  let before: DaemonStatus
  let after: DaemonStatus
  let xdpNanoseconds: UInt64
}
