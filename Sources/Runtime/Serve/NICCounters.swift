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

  var finished: UInt64 { paths.reduce(0) { $0 &+ $1.packets } }
  var punted: UInt64 { cuts.reduce(0, &+) }
}
