import Glibc

extension Simulation {
  func result() -> SimulationResult {
    let whole = ledger.whole
    let seconds = ledger.end / 1e9
    return SimulationResult(
      seconds: seconds, offeredPps: Double(whole.offered) / seconds, packets: packets(whole),
      throughputPps: Double(whole.finished) / seconds, nicShare: whole.nicShare,
      hotSetHits: lookups > 0 ? Double(hits) / Double(lookups) : nil, latencyNs: .init(whole.latency),
      busy: busy(whole),
      control: control(whole), timeline: ledger.rows.enumerated().map(row))
  }

  private func packets(_ row: Ledger.Row) -> SimulationResult.Packets {
    .init(
      offered: row.offered, forwarded: row.fates[0], dropped: row.fates[1], toControlPlane: row.fates[2],
      lost: .init(nicQueue: row.lost[0], puntQueue: row.lost[1], hostQueue: row.lost[2]), inFlight: ledger.inFlight)
  }

  private func busy(_ row: Ledger.Row) -> SimulationResult.Busy {
    .init(
      hostCores: row.hostBusy / ledger.end, hostCoresAllowed: settings.hostCores, nicCores: nicCores.busy / ledger.end,
      nicMemory: engine.busy / ledger.end, wire: wire.busy / ledger.end, bus: bus.busy / ledger.end)
  }

  private func control(_ row: Ledger.Row) -> SimulationResult.Control {
    func sum(_ part: (HotSet) -> Int) -> Int { tables.sets.reduce(0) { $0 + part($1) } }
    return .init(
      writes: row.writes, writesPerSecond: Double(row.writes) / (ledger.end / 1e9), promoted: sum(\.promoted),
      demoted: sum(\.demoted), recalled: sum(\.recalled), refused: tables.control.refused,
      backlogSeconds: tables.control.backlog(at: ledger.end) / 1e9)
  }

  private func row(_ index: Int, _ row: Ledger.Row) -> TimelineRow {
    let length = min(ledger.step, ledger.end - Double(index) * ledger.step)
    return TimelineRow(
      time: (Double(index) * ledger.step / 1e9).rounded(toPlaces: 9), offered: row.offered, finished: row.finished,
      lost: row.lost.reduce(0, +),
      nicShare: row.nicShare.rounded(toPlaces: 6), hostCoresBusy: (row.hostBusy / length).rounded(toPlaces: 6),
      p99Ns: row.latency.percentile(0.99).rounded(), writesPerSecond: (Double(row.writes) / (length / 1e9)).rounded())
  }
}

extension Ledger.Row {
  fileprivate var nicShare: Double { finished > 0 ? Double(finishedOnNIC) / Double(finished) : 0 }
}

extension SimulationResult.Percentiles {
  init(_ histogram: LatencyHistogram) {
    self.init(
      p50: histogram.percentile(0.5), p90: histogram.percentile(0.9), p99: histogram.percentile(0.99),
      p999: histogram.percentile(0.999))
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (self * scale).rounded() / scale
  }
}
