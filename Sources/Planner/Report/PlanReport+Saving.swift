import PerfModel
import Plan

extension PlanningResult {
  /// Host cycles saved against host-only, and where the NIC half is on the host's own cores, all cycles too.
  var saving: String {
    guard plan.offloads else { return "saves nothing" }
    let host = Self.share(cost(prediction), of: cost(hostOnly))
    let other = statePartition.map { " (state-partition saves \(Self.share(cost($0), of: cost(hostOnly))))" } ?? ""
    guard device.nicUsesHostCores else {
      return "saves \(host) of the \(Figures.digits(hostCoresOfHostOnly)) cores of host-only\(other)"
    }
    let all = Self.share(prediction.allCyclesPerPacket.value, of: hostOnly.allCyclesPerPacket.value)
    return "saves \(host) of the host half's cycles (a card would), \(all) of all cycles (this machine does)\(other)"
  }

  /// What savings are counted in: core time per packet, writing the card's tables included; the host half's cycles
  /// where the NIC half is on the same cores.
  private func cost(_ prediction: Prediction) -> Double {
    let demand = prediction.demands.expected
    return device.nicUsesHostCores ? prediction.hostCyclesPerPacket.value : demand.host + demand.control
  }

  /// Cores that host-only would need for the plan's operating rate, whether the device has them or not.
  private var hostCoresOfHostOnly: Double {
    let perPacket = hostOnly.hostCyclesPerPacket.value / device.host.clock.value * 1e9
    return device.host.cores(for: prediction.operatingRate * perPacket)
  }

  private static func share(_ now: Double, of before: Double) -> String {
    guard before > 0 else { return "0 %" }
    let saved = 1 - now / before
    return (saved < 0 ? "-" : "") + Figures.percent(saved.magnitude)
  }
}

extension StatePlacement {
  /// `NIC, hot 18,432`, `NIC`, `both`, `host`.
  var place: String {
    switch mode {
    case .host: "host"
    case .nic: "NIC"
    case .split: "NIC, hot \(Figures.grouped(entriesOnNIC))"
    case .replicated: "both"
    }
  }
}

extension Goal {
  var headline: String {
    switch self {
    case .rate(let rate): Figures.rate(rate)
    case .cores(let cores): "the most rate with \(Figures.digits(cores)) host cores"
    case .mostRate: "the most rate"
    }
  }
}
