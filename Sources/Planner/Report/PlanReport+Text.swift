import PerfModel
import Plan
import Traffic

extension PlanningResult {
  /// The report for people. The same result gives the same text.
  ///
  /// - Parameters:
  ///   - traffic: what it was planned for, and the name it goes by, such as the profile's file.
  ///   - milliseconds: of the planning; nil leaves it out, for reproducible bytes.
  public func text(traffic: TrafficProfile, trafficName: String, milliseconds: Double? = nil) -> String {
    var parts = [headline(traffic, trafficName)]
    if !fits { parts.append("  does not fit: \(note)") }
    if fits, !plan.offloads {
      parts.append("  nothing is offloaded: \(note.isEmpty ? "host-only was asked for" : note)")
    }
    parts.append(siteTable)
    if !states.isEmpty, plan.strategy != .hostOnly { parts.append(stateTable) }
    if !liftLines.isEmpty { parts.append(liftLines) }
    parts.append(pathTable)
    if !pareto.isEmpty { parts.append(paretoTable) }
    parts.append(costLines)
    parts.append("  " + closing(milliseconds))
    if let migration { parts.append("  " + migration.text) }
    if let decidingPriors { parts.append(decidingPriors.text) }
    if !assumptions.isEmpty { parts.append(assumptions.map { "  assumes: " + $0 }.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func headline(_ traffic: TrafficProfile, _ name: String) -> String {
    let flows = traffic.flows
    let zipf = "Zipf \(Figures.digits(flows.exponent))"
    let about = "\(Figures.short(Double(flows.count))) flows, \(zipf), \(Figures.short(flows.newPerSecond)) new/s"
    return "\(plan.program) on \(plan.target) for \(goal.headline) of \(name) (\(about))"
  }

  private var siteTable: String {
    var table = TextTable(["site", "share", "ceiling", "needs"], rightAligned: [1])
    let finished = prediction.demands.expected.finishedOnNIC
    if plan.offloads {
      table.add([device.nic?.name ?? "nic", Figures.percent(finished), nicCeiling, nicNeeds])
    }
    let both = device.nicUsesHostCores && plan.offloads ? ", both halves" : ""
    let cores = "\(Figures.digits(prediction.hostCores)) of \(Figures.digits(prediction.hostCoresAllowed)) cores\(both)"
    table.add(["host", Figures.percent(1 - finished), ceiling([.hostCores, .bus, .control]), cores])
    return table.text(indent: "  ")
  }

  private var nicCeiling: String {
    device.nicUsesHostCores ? "with the host" : ceiling([.nicCores, .nicMemory, .mac, .line])
  }

  private func ceiling(_ resources: Set<Ceiling.Resource>) -> String {
    guard let least = prediction.ceilings.first(where: { resources.contains($0.resource) }), least.rate.value.isFinite
    else {
      return "none"
    }
    return "\(Figures.rate(least.rate.value)) (\(least.resource.rawValue))"
  }

  private var nicNeeds: String {
    let use = prediction.use
    var needs: [String] = []
    if use.entryShare > 0 { needs.append("\(Figures.percent(use.entryShare)) of entries") }
    if use.entryShare == 0, use.entries > 0 { needs.append("\(Figures.grouped(use.entries)) entries") }
    if let instructions = use.instructions, let most = device.nic?.limits.instructions {
      let count = Figures.grouped(Int(instructions.value))
      needs.append("about \(count) of \(Figures.grouped(Int(most.value))) instructions")
    }
    if use.bytes > 0 { needs.append("\(Figures.bytes(use.bytes)) of tables") }
    return needs.isEmpty ? "-" : needs.joined(separator: ", ")
  }

  private var stateTable: String {
    var table = TextTable(["state", "where", "why not all on the NIC"])
    for state in states {
      let reason = state.placement.reason
      table.add([state.placement.state, state.placement.place, reason.isEmpty ? "-" : reason])
    }
    return table.text(indent: "  ")
  }

  private var liftLines: String {
    states.compactMap { state in
      state.lifted.map { "  lifting it for \(state.placement.state), \($0.text(self))" }
    }.joined(separator: "\n")
  }

  /// Paths that carry packets, the busiest first, at most ten.
  private var pathTable: String {
    let shown = paths.sorted { ($1.share, $0.number) < ($0.share, $1.number) }.prefix(10)
    var table = TextTable(["path", "share", "on the NIC", "why not all"], rightAligned: [1, 2])
    for path in shown {
      table.add([
        path.id, Figures.percent(path.share), Figures.percent(path.finishedOnNIC),
        path.reason.isEmpty ? "-" : path.reason,
      ])
    }
    let rest = paths.count - shown.count
    return table.text(indent: "  ") + (rest > 0 ? "\n  and \(rest) more" : "")
  }

  private var paretoTable: String {
    var table = TextTable(
      ["choices: host cores", "NIC use", "latency", "ceiling", "on the NIC", "entries"], rightAligned: [0, 1, 2, 3, 4, 5])
    for plan in pareto {
      table.add([
        Figures.digits(plan.hostCores), Figures.percent(plan.nicUse), Figures.time(nanoseconds: plan.latencyNanoseconds),
        Figures.rate(plan.ratePacketsPerSecond), Figures.percent(plan.finishedOnNIC), Figures.grouped(plan.entriesOnNIC),
      ])
    }
    let unproven = pareto.count { !$0.isProven }
    return table.text(indent: "  ") + (unproven > 0 ? "\n  (\(unproven) of them as far as the budget went)" : "")
  }

  private var costLines: String {
    let host = prediction.hostCyclesPerPacket
    let rate = prediction.rate
    let lines = [
      "  rate \(Figures.rate(rate.value)) (\(Figures.rate(rate.low)) … \(Figures.rate(rate.high)), guaranteed "
        + "\(Figures.rate(prediction.guaranteedRate))), bound by \(prediction.bottleneck.rawValue)",
      "  host \(Figures.digits(host.value)) cycles per packet "
        + "(\(Figures.digits(host.low)) … \(Figures.digits(host.high)))"
        + (device.nicUsesHostCores
          ? ", with the NIC half \(Figures.digits(prediction.allCyclesPerPacket.value)) on the same cores" : ""),
      "  latency \(Figures.time(nanoseconds: prediction.latency.p50)) median, "
        + "\(Figures.time(nanoseconds: prediction.latency.p99)) at 99 % at \(Figures.rate(prediction.operatingRate))",
    ]
    return lines.joined(separator: "\n")
  }

  private func closing(_ milliseconds: Double?) -> String {
    var parts: [String] = [saving]
    parts.append(search.optimal ? "optimal" : "within \(Figures.percent(search.gap)) of the optimum")
    parts.append("\(Figures.grouped(search.nodes)) nodes")
    if let milliseconds { parts.append("\(Figures.digits(milliseconds)) ms") }
    return parts.joined(separator: " · ")
  }
}
