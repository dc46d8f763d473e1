import Plan

/// What does not change while a daemon runs, and how its status is put together with what does.
struct StatusAssembly: Sendable {
  /// The status without counters.
  var frame: DaemonStatus
  var layout: ProgramLayout
  var cuts: [Cut]
  var cyclesPerSecond: UInt64

  func status(_ report: WorkerReport, _ nic: NICCounters?, uptimeSeconds: Double) -> DaemonStatus {
    var status = frame
    status.uptimeSeconds = uptimeSeconds
    status.running = true
    fillPorts(&status, report)
    fillPackets(&status, report, nic)
    status.paths = paths(report, nic)
    status.states = states(report)
    status.drops = report.drops.enumerated().map { index, packets in
      .init(reason: reason(index), hostPackets: packets)
    }
    status.exports = zip(layout.streams, report.exported).map { .init(stream: $0.name, records: $1) }
    status.cuts = cuts.enumerated().map { index, cut in
      let packets = nic.flatMap { $0.cuts.indices.contains(index) ? $0.cuts[index] : nil }
      return .init(reason: cut.reason, mode: cut.mode, packets: packets ?? 0)
    }
    status.moves = report.moves
    status.cycles = cycles(report, offered: status.packets.offered)
    return status
  }

  /// The program's reason, or one of a half's own behind them.
  private func reason(_ index: Int) -> String {
    if layout.reasons.indices.contains(index) { return layout.reasons[index] }
    return index == layout.reasons.count ? "hand-over failed" : "no room"
  }

  private func fillPorts(_ status: inout DaemonStatus, _ report: WorkerReport) {
    for (index, counters) in report.ports.enumerated() where status.ports.indices.contains(index) {
      status.ports[index].received = counters.received
      status.ports[index].receivedBytes = counters.receivedBytes
      status.ports[index].sent = counters.sent
      status.ports[index].sentBytes = counters.sentBytes
      status.ports[index].missed = counters.missed
      status.ports[index].unsent = counters.unsent
    }
  }

  private func fillPackets(_ status: inout DaemonStatus, _ report: WorkerReport, _ nic: NICCounters?) {
    var packets = DaemonStatus.Packets()
    packets.finishedOnNic = nic?.finished ?? 0
    packets.punted = nic?.punted ?? 0
    packets.restarted = report.burst.restarted
    packets.resumed = report.burst.resumed
    packets.plain = report.burst.plain
    packets.unpunted = report.burst.unpunted
    packets.forwarded = report.burst.forwarded
    packets.dropped = report.burst.dropped
    packets.controlPlane = report.burst.control_plane
    packets.misdirected = report.burst.misdirected
    packets.mirrored = report.burst.mirrored
    packets.unmirrored = report.burst.unmirrored
    packets.lostExports = report.lostExports &+ (nic?.lostExports ?? 0)
    let lostOnNIC = nic?.lost ?? 0
    packets.lost = report.ports.reduce(lostOnNIC) { $0 &+ $1.missed &+ $1.unsent }
    packets.offered = packets.finishedOnNic &+ packets.punted &+ packets.plain &+ lostOnNIC
    status.packets = packets
  }

  private func paths(_ report: WorkerReport, _ nic: NICCounters?) -> [DaemonStatus.Path] {
    report.paths.enumerated().compactMap { index, count in
      var path = DaemonStatus.Path(
        id: index, name: layout.pathNames.indices.contains(index) ? layout.pathNames[index] : "path \(index)")
      path.hostPackets = count.packets
      path.hostBytes = count.bytes
      if let nic, nic.paths.indices.contains(index) {
        path.nicPackets = nic.paths[index].packets
        path.nicBytes = nic.paths[index].bytes
      }
      return path.hostPackets == 0 && path.nicPackets == 0 ? nil : path
    }
  }

  private func states(_ report: WorkerReport) -> [DaemonStatus.State] {
    layout.groups.enumerated().map { index, members in
      let primary = members[0]
      return .init(
        name: primary.name, mode: primary.mode,
        entries: report.occupancy.indices.contains(index) ? report.occupancy[index] : 0, capacity: primary.capacity,
        nicEntries: report.nicOwned.indices.contains(index) ? report.nicOwned[index] : 0,
        nicCapacity: primary.entriesOnNIC)
    }
  }

  private func cycles(_ report: WorkerReport, offered: UInt64) -> DaemonStatus.Cycles {
    var cycles = DaemonStatus.Cycles()
    cycles.perSecond = cyclesPerSecond
    cycles.busy = report.cycles.busy
    cycles.control = report.cycles.control
    cycles.idle = report.cycles.idle
    cycles.packets = report.cycles.packets
    cycles.disturbed = report.cycles.disturbed
    cycles.disturbedPackets = report.cycles.disturbedPackets
    cycles.perHostPacket = cycles.packets == 0 ? 0 : Double(cycles.busy) / Double(cycles.packets)
    let undisturbed = cycles.packets - cycles.disturbedPackets
    cycles.perUndisturbedPacket = undisturbed == 0 ? 0 : Double(cycles.busy - cycles.disturbed) / Double(undisturbed)
    cycles.perOfferedPacket = offered == 0 ? 0 : Double(cycles.busy) / Double(offered)
    return cycles
  }
}
