/// What a prediction is asked for.
public enum Load: Hashable, Sendable {
  /// Packets per second to be met with as few host cores as it takes.
  case rate(Double)
  /// As many packets per second as this number of host cores allows.
  case cores(Double)
}

extension CostModel {
  /// Share of its ceiling that a plan for the most rate is run at when nothing else is said: for latency and
  /// utilisation.
  static let restfulShare = 0.8

  /// Host cores that the device has.
  public var hostCoreCount: Double { device.host.coreCount?.value ?? 1 }

  public func predict(_ assignment: Assignment, _ load: Load, _ cache: inout TermCache) -> Prediction {
    let demands = demands(assignment, &cache)
    let allowed: Double = if case .cores(let cores) = load { cores } else { hostCoreCount }
    let ceilings = ceilings(demands, hostCores: allowed)
    let rate =
      ceilings.reduce(nil as Estimate?) { least, next in
        Estimate.least([least, next.rate].compactMap { $0 })
      } ?? .zero
    let operating: Double =
      if case .rate(let target) = load { min(target, rate.value) } else { rate.value * Self.restfulShare }
    let cores = device.host.cores(for: operating * hostLoad(demands.expected))
    let provided: Double = if case .cores(let cores) = load { cores } else { cores.rounded(.up) }
    let cyclesPerNanosecond = device.host.clock.value / 1e9
    let hostTime = demands.estimate(\.host)
    let nicTime = device.nicUsesHostCores ? demands.estimate(\.nic) : .zero
    return Prediction(
      rate: rate, guaranteedRate: min(rate.value, guaranteedRate(assignment, hostCores: allowed)),
      bottleneck: ceilings.first?.resource ?? .line, ceilings: ceilings, operatingRate: operating, hostCores: cores,
      hostCoresAllowed: allowed, hostCyclesPerPacket: hostTime * cyclesPerNanosecond,
      allCyclesPerPacket: (hostTime + nicTime) * cyclesPerNanosecond,
      latency: latency(demands.expected, rate: operating, hostCores: provided), demands: demands,
      finishedOnNIC: finishedOnNIC(assignment, &cache), use: use(assignment, demands.expected, rate: operating),
      tableWrites: tableWrites(demands.expected))
  }
}

extension CostModel {
  /// Table entries that the host can write on the NIC per second while the NIC forwards as much as it can: a write takes its
  /// time on an idle card and waits for the memory engine behind the packets' accesses.
  func tableWrites(_ demand: Demand) -> Estimate {
    guard let idle = device.control.idleWrite, let accesses = device.control.writeAccesses else {
      return device.control.entryWrites.estimate
    }
    let wait = engineWait(demand, accesses: lookupsPerPacket.reduce(0, +))
    return Estimate(exactly: 1e9).divided(by: idle.estimate + accesses.estimate * wait)
  }
}
