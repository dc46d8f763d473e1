import CBurst
import DataPlane
import Plan

/// What a worker has counted: a copy taken between two bursts.
struct WorkerReport: Sendable {
  struct Count: Sendable {
    var packets: UInt64
    var bytes: UInt64
  }

  var ports: [PortCounters]
  var burst: cora_burst_counters
  /// By path number.
  var paths: [Count]
  /// By reason index.
  var drops: [UInt64]
  /// Records in use, by group.
  var occupancy: [Int]
  /// Records the NIC owns, by group.
  var nicOwned: [Int]
  var moves: DaemonStatus.Moves
  var cycles: CycleAccount
  /// Records exported by either half, by stream index.
  var exported: [UInt64]
  /// Of those that were to be written, how many there was no room for.
  var lostExports: UInt64
}
