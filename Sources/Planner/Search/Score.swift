import PerfModel

/// How good an assignment is for a goal: less is better, one number, so that the order is total.
///
/// For a rate: host cores. Below the rate the shortfall comes first, by far. NIC use and latency only decide among
/// plans whose cores are as good as equal: a whole NIC is worth `coresPerNIC` of a core, a second of latency a core.
/// For cores: packets per second, negative, in millions; a whole NIC is worth `ratePerNIC` of the rate.
struct Score {
  static let coresPerNIC = 0.002
  static let ratePerNIC = 0.0005
  private static let coresPerUnmetShare = 1e6

  let model: CostModel
  let goal: Goal

  func value(_ assignment: Assignment, _ demand: Demand) -> Double {
    switch goal {
    case .rate(let target):
      let use = model.use(assignment, demand, rate: target)
      guard use.overflow == nil else { return .infinity }
      return cores(model.hostLoad(demand), demand, target) + Self.coresPerNIC * use.total + latency(demand)
    case .cores, .mostRate:
      let rate = model.rate(demand, hostCores: hostCores).rate
      let use = model.use(assignment, demand, rate: rate)
      guard use.overflow == nil else { return .infinity }
      return -rate / 1e6 * (1 - Self.ratePerNIC * use.total)
    }
  }

  /// No assignment with at least this demand scores less.
  func bound(_ least: LeastDemand) -> Double {
    switch goal {
    case .rate(let target): cores(least.hostLoad, least.demand, target)
    case .cores, .mostRate: -mostRate(least.hostLoad, least.demand) / 1e6
    }
  }

  /// Host cores that the goal allows.
  var hostCores: Double { if case .cores(let cores) = goal { cores } else { model.hostCoreCount } }

  private func cores(_ hostLoad: Double, _ demand: Demand, _ target: Double) -> Double {
    let unmet = max(0, 1 - mostRate(hostLoad, demand) / target)
    return unmet * Self.coresPerUnmetShare + model.device.host.cores(for: target * hostLoad)
  }

  private func mostRate(_ hostLoad: Double, _ demand: Demand) -> Double {
    model.rate(demand, hostLoad: hostLoad, hostCores: hostCores)
  }

  /// Mean time without queues, in seconds.
  private func latency(_ demand: Demand) -> Double {
    let host = model.device.host.packet.latency.value + demand.host
    return (demand.nic + demand.punted * host) * 1e-9
  }
}
