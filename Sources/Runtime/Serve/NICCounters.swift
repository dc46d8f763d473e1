/// What the NIC half has counted, summed over CPUs.
struct NICCounters: Sendable {
  struct Path: Sendable {
    var packets: UInt64
    var bytes: UInt64
  }

  /// By path number.
  var paths: [Path]
  /// By position in the plan's cuts.
  var cuts: [UInt64]
  /// Punts that failed: no room in front of the packet for the header.
  var lost: UInt64
  /// Exported records that the ring to the host had no room for.
  var lostExports: UInt64

  /// `counts` is the half's `cora_cuts`: the plan's cuts, then the lost, then what a half without blocks punts, then, where
  /// the program exports, the lost exports.
  init(paths: [Path], counts: [UInt64], cutCount: Int) {
    self.paths = paths
    cuts = Array(counts.prefix(cutCount)) + counts.dropFirst(cutCount + 1).prefix(1)
    lost = counts.dropFirst(cutCount).first ?? 0
    lostExports = counts.dropFirst(cutCount + 2).first ?? 0
  }

  var finished: UInt64 { paths.reduce(0) { $0 &+ $1.packets } }
  var punted: UInt64 { cuts.reduce(0, &+) }
}
