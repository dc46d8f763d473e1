/// What one phase of the demo came to; an object of `result.json`.
struct PhaseResult: Codable {
  var offeredPackets: UInt64
  /// Finished by the NIC half.
  var nicPackets: UInt64
  var puntedPackets: UInt64
  /// Sent by the client, to be forwarded according to the interpreter, and not seen by the server.
  var lostPackets: Int
  /// TSC cycles of the worker on bursts that held packets, by packets offered (`WorkerCycles`).
  var hostCyclesPerPacket: Double
  /// The same with the time that the worker waited for its CPU within a burst.
  var hostCyclesWithPreemptionPerPacket: Double
  var predictedHostCyclesPerPacket: Double
  /// The worker's control work between bursts (moving records, expiry), by packets offered.
  var controlCyclesPerPacket: Double
  /// The NIC half's run time, which on this machine the host's own cores spend, by packets offered.
  var xdpCyclesPerPacket: Double
  var movedToNIC: UInt64
  var mismatches: Int

  enum CodingKeys: String, CodingKey {
    case offeredPackets = "offered_packets"
    case nicPackets = "nic_packets"
    case puntedPackets = "punted_packets"
    case lostPackets = "lost_packets"
    case hostCyclesPerPacket = "host_cycles_per_packet"
    case hostCyclesWithPreemptionPerPacket = "host_cycles_with_preemption_per_packet"
    case predictedHostCyclesPerPacket = "predicted_host_cycles_per_packet"
    case controlCyclesPerPacket = "control_cycles_per_packet"
    case xdpCyclesPerPacket = "xdp_cycles_per_packet"
    case movedToNIC = "moved_to_nic"
    case mismatches
  }

  var nicShare: Double { offeredPackets == 0 ? 0 : Double(nicPackets) / Double(offeredPackets) }
  /// All that this machine spends on a packet: worker, control work and XDP.
  var allCyclesPerPacket: Double { hostCyclesPerPacket + controlCyclesPerPacket + xdpCyclesPerPacket }
  /// How far the prediction was from what was observed, as a share of the latter.
  var predictionError: Double {
    hostCyclesPerPacket == 0 ? 0 : predictedHostCyclesPerPacket / hostCyclesPerPacket - 1
  }
}

/// `result.json`.
struct DemoResult: Codable {
  var hostOnly: PhaseResult
  var best: PhaseResult
  var shifted: PhaseResult
  /// Share of the host-only plan's host cycles that the best plan saves: what a card would take off the host.
  var cpuSaved: Double
  /// The same with XDP's and the control work's cycles counted in: what this machine saves.
  var cpuSavedOnThisMachine: Double
  var lostDuringChange: Int
  var mismatches: Int
  /// What real clients said, by phase.
  var clients: [String: [String: String]]

  enum CodingKeys: String, CodingKey {
    case hostOnly = "host_only"
    case best, shifted, mismatches, clients
    case cpuSaved = "cpu_saved"
    case cpuSavedOnThisMachine = "cpu_saved_on_this_machine"
    case lostDuringChange = "lost_during_change"
  }
}
