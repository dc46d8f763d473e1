import Plan

/// What the worker spent between two readings of its status.
///
/// The demo's two cores also run the traffic's sender, its receiver and their captures. A burst during which the worker lost its CPU
/// counts their work as the worker's, so such bursts' packets are counted at what the others cost.
struct WorkerCycles {
  /// Packets of bursts.
  let packets: UInt64
  /// TSC cycles per packet of bursts in which the worker kept its CPU.
  let perHostPacket: Double

  init(from before: DaemonStatus.Cycles, to after: DaemonStatus.Cycles) {
    packets = after.packets - before.packets
    let busy = after.busy - before.busy
    let disturbed = after.disturbed - before.disturbed
    let quietPackets = packets - (after.disturbedPackets - before.disturbedPackets)
    perHostPacket =
      quietPackets > 0 ? Double(busy - disturbed) / Double(quietPackets) : Double(busy) / Double(max(packets, 1))
  }

  func perPacket(offered: UInt64) -> Double {
    offered == 0 ? 0 : perHostPacket * Double(packets) / Double(offered)
  }
}
