import Planner
import Simulator

extension Simulated {
  /// The report for people.
  public var text: String {
    [title, table, losses, resources, control, capacity].compactMap { $0 }.joined(separator: "\n\n")
  }

  private var result: SimulationResult { report.simulated }
  private var cores: String { report.hostCores == 1 ? "1 host core" : "\(report.hostCores) host cores" }

  private var title: String {
    "\(report.program) on \(report.target), \(report.strategy.rawValue), \(cores): "
      + "\(Figures.rate(report.ratePps)) of \(trafficName) for \(Figures.digits(result.seconds)) s (seed \(report.seed))"
  }

  private var table: String {
    let model = report.model
    let latency = result.latencyNs
    var table = TextTable(["", "simulated", "closed form"])
    table.add([
      "done", Figures.rate(result.throughputPps), "at most \(Figures.rate(model.ceilingPps)) (\(model.bottleneck))",
    ])
    table.add(["on the NIC", Figures.percent(result.nicShare), Figures.percent(model.nicShare)])
    table.add(["host cores", Figures.digits(result.busy.hostCores), Figures.digits(model.hostCores)])
    table.add(["latency p50", Figures.time(nanoseconds: latency.p50), Figures.time(nanoseconds: model.p50Ns)])
    table.add(["latency p90", Figures.time(nanoseconds: latency.p90)])
    table.add(["latency p99", Figures.time(nanoseconds: latency.p99), Figures.time(nanoseconds: model.p99Ns)])
    table.add(["latency p99.9", Figures.time(nanoseconds: latency.p999)])
    table.add([
      "control writes", Figures.short(result.control.writesPerSecond) + "/s",
      Figures.short(model.writesPerSecond) + "/s",
    ])
    return table.text(indent: "  ")
  }

  private var losses: String {
    let packets = result.packets
    let lost = packets.lost
    let places = "NIC queue \(lost.nicQueue), punt queue \(lost.puntQueue), host queue \(lost.hostQueue)"
    return """
        \(Figures.grouped(packets.offered)) offered = \(Figures.grouped(packets.forwarded)) forwarded \
      + \(Figures.grouped(packets.dropped)) dropped by the program + \(Figures.grouped(packets.toControlPlane)) to the control plane \
      + \(Figures.grouped(lost.total)) lost + \(Figures.grouped(packets.inFlight)) in flight
        lost: \(Figures.percent(result.lossShare)) (\(places))
      """
  }

  private var resources: String {
    let busy = result.busy
    let parts = [
      busy.nicCores > 0 ? "NIC cores \(Figures.digits(busy.nicCores))" : nil,
      busy.nicMemory > 0 ? "memory engine \(Figures.percent(busy.nicMemory))" : nil,
      "wire \(Figures.percent(busy.wire))",
      busy.bus > 0 ? "PCIe \(Figures.percent(busy.bus))" : nil,
    ]
    return "  busy: " + parts.compactMap { $0 }.joined(separator: ", ")
  }

  private var control: String? {
    guard let hits = result.hotSetHits else { return nil }
    let moves = result.control
    return
      "  hot set: \(Figures.percent(hits)) of the packets that looked found their records; \(moves.promoted) records promoted, "
      + "\(moves.demoted) demoted, \(moves.recalled) recalled, \(moves.refused) refused; "
      + "\(Figures.time(nanoseconds: moves.backlogSeconds * 1e9)) of writes wait at the end"
  }

  private var capacity: String? {
    report.capacityPps.map { capacity in
      let difference = Figures.fixed((capacity / report.model.ceilingPps - 1) * 100, 1)
      return "  carries \(Figures.rate(capacity)) with less than 0.1 % lost: \(difference) % from the closed form"
    }
  }
}
