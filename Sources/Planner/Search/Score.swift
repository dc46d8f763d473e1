import PerfModel

/// How good an assignment is for a goal: less is better, one number, so that the order is total.
///
/// For a rate: host cores. Below the rate the shortfall comes first, by far. For cores: packets per second, negative, in
/// millions. NIC use and latency decide among plans that are as good as equal: `Weights` says what they are worth.
struct Score {
  /// What NIC use and latency are worth beside what the goal asks for.
  struct Weights: Hashable {
    /// A whole NIC, in host cores for a rate, in shares of the rate for cores.
    var nic: Double
    /// A second of latency, in host cores.
    var latencySecond: Double

    /// So little that no plan with noticeably more host cores, or less rate, is preferred.
    static let standard = Weights(nic: 1e-5, latencySecond: 1e-2)
  }

  private static let coresPerUnmetShare = 1e6

  let model: CostModel
  let goal: Goal
  var weights = Weights.standard

  func value(_ assignment: Assignment, _ demand: Demand) -> Double {
    switch goal {
    case .rate(let target):
      let use = model.use(assignment, demand, rate: target)
      guard use.overflow == nil else { return .infinity }
      return cores(model.hostLoad(demand), demand, target) + weights.nic * use.total
        + weights.latencySecond * latency(demand)
    case .cores, .mostRate:
      let rate = model.rate(demand, hostCores: hostCores).rate
      let use = model.use(assignment, demand, rate: rate)
      guard use.overflow == nil else { return .infinity }
      return -rate / 1e6 * (1 - weights.nic * use.total)
    }
  }

  /// No assignment with at least this demand, and at least what `placed` takes of the NIC's tables, scores less.
  func bound(_ least: LeastDemand, _ placed: Assignment) -> Double {
    switch goal {
    case .rate(let target):
      let use = model.use(placed, least.demand, rate: target)
      guard use.overflow == nil else { return .infinity }
      return cores(least.hostLoad, least.demand, target) + weights.nic * use.total
        + weights.latencySecond * latency(least.demand)
    case .cores, .mostRate:
      let use = model.use(placed, least.demand, rate: 0)
      guard use.overflow == nil else { return .infinity }
      return -mostRate(least.hostLoad, least.demand) / 1e6 * (1 - weights.nic * use.total)
    }
  }

  /// The rate that is asked for; infinite where the most is.
  var target: Double { if case .rate(let target) = goal { target } else { .infinity } }

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
  func latency(_ demand: Demand) -> Double {
    let host = model.device.host.packet.latency.value + demand.host
    return (demand.nic + demand.punted * host) * 1e-9
  }
}
