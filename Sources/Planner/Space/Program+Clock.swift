import IR
import PerfModel

extension Program {
  /// Whether the NIC half may read the device's coarse clock: no tokens come by it, nothing is computed from it, and all
  /// time-outs are long beside its steps.
  func toleratesCoarseClock(on device: DeviceModel) -> Bool {
    let readsIt = blocks.contains { $0.instructions.contains { $0.operation == .now } }
    let hasMeters = states.contains { $0.map?.meters.isEmpty == false }
    return !readsIt && !hasMeters && device.coarseClockSuffices(forTimeout: shortestTimeout)
  }

  /// Nanoseconds; nil where nothing expires.
  private var shortestTimeout: UInt64? {
    states.compactMap(\.map?.expiry).flatMap { [$0.nanoseconds] + ($0.byField?.nanoseconds ?? []) }.min()
  }
}
