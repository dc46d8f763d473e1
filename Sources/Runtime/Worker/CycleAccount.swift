/// Where a worker's cycles went. See `DaemonStatus.Cycles`.
struct CycleAccount: Hashable, Sendable {
  var busy: UInt64 = 0
  var control: UInt64 = 0
  var idle: UInt64 = 0
  var packets: UInt64 = 0
  var disturbed: UInt64 = 0
  var disturbedPackets: UInt64 = 0

  mutating func addBusy(_ cycles: UInt64, packets count: Int, disturbed wasDisturbed: Bool) {
    busy &+= cycles
    packets &+= UInt64(count)
    guard wasDisturbed else { return }
    disturbed &+= cycles
    disturbedPackets &+= UInt64(count)
  }
}
