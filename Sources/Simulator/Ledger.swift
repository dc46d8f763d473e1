/// Where packets are lost.
public enum LossPlace: Int, CaseIterable, Sendable {
  /// Before the NIC's cores.
  case nicQueue
  /// Before the bus.
  case puntQueue
  /// Before a host core.
  case hostQueue
}

/// Counts what happens, as a whole and by time, up to an end; what is done later is still in flight.
struct Ledger {
  /// What happened in one stretch of time.
  struct Row {
    var offered = 0
    /// Packets that are done, by `ExitTable.Fate`.
    var fates = [0, 0, 0]
    /// By `LossPlace`.
    var lost = [0, 0, 0]
    var finishedOnNIC = 0
    /// Nanoseconds of all host cores.
    var hostBusy = 0.0
    var writes = 0
    var latency = LatencyHistogram()

    var finished: Int { fates[0] + fates[1] + fates[2] }
  }

  /// Nanoseconds of a row.
  let step: Double
  let end: Double
  private(set) var rows: [Row]
  private(set) var whole = Row()
  private(set) var inFlight = 0

  init(step: Double, end: Double) {
    self.step = step
    self.end = end
    rows = Array(repeating: Row(), count: max(1, Int((end / step - 1e-6).rounded(.up))))
  }

  private func row(_ time: Double) -> Int { min(rows.count - 1, max(0, Int(time / step))) }

  mutating func offer(at time: Double) {
    whole.offered += 1
    rows[row(time)].offered += 1
  }

  mutating func lose(_ place: LossPlace, at time: Double) {
    guard time < end else { return inFlight += 1 }
    whole.lost[place.rawValue] += 1
    rows[row(time)].lost[place.rawValue] += 1
  }

  mutating func finish(_ exit: ExitTable.Exit, from arrival: Double, at time: Double) {
    guard time < end else { return inFlight += 1 }
    whole.finish(exit, time - arrival)
    rows[row(time)].finish(exit, time - arrival)
  }

  mutating func hostWorks(for duration: Double, from time: Double) {
    guard time < end else { return }
    let inside = min(duration, end - time)
    whole.hostBusy += inside
    rows[row(time)].hostBusy += inside
  }

  mutating func write(_ entries: Int, at time: Double) {
    guard time < end else { return }
    whole.writes += entries
    rows[row(time)].writes += entries
  }
}

extension Ledger.Row {
  fileprivate mutating func finish(_ exit: ExitTable.Exit, _ duration: Double) {
    fates[Int(exit.fate.rawValue)] += 1
    if exit.isFinishedOnNIC { finishedOnNIC += 1 }
    latency.add(duration)
  }
}
