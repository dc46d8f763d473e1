import Glibc

/// Latency in nanoseconds at two percentiles.
public struct Latency: Codable, Hashable, Sendable {
  public var p50: Double
  public var p99: Double
  public init(p50: Double, p99: Double) {
    self.p50 = p50
    self.p99 = p99
  }
}

/// One stage that packets wait for and are served by.
///
/// Each core is taken as its own M/M/1 queue: a packet waits longer than `t` with probability `ρ·exp(-(1-ρ)·t/S)`,
/// with `ρ` the share of time that the core is busy and `S` the mean service time. The service itself and `fixed`
/// (wires, DMA, wake-ups) are taken as constant. Utilisation is capped just below 1: a prediction beyond the ceiling
/// is of the rate, not of the queue.
struct Stage {
  var fixed: Double
  var service: Double
  var utilisation: Double

  static let mostUtilisation = 0.98

  init(fixed: Double, service: Double, utilisation: Double) {
    self.fixed = fixed
    self.service = service
    self.utilisation = min(max(0, utilisation), Self.mostUtilisation)
  }

  /// The share of packets that are through within `time`.
  func share(within time: Double) -> Double {
    let wait = time - fixed - service
    guard wait >= 0 else { return 0 }
    guard service > 0, utilisation > 0 else { return 1 }
    return 1 - utilisation * exp(-(1 - utilisation) * wait / service)
  }

  /// This stage's constant time before another one's.
  func followed(by next: Stage) -> Stage {
    var both = next
    both.fixed += fixed + service
    return both
  }
}

/// A mixture of stages, by the share of packets that take each.
struct LatencyMix {
  var parts: [(share: Double, stage: Stage)]

  /// The time within which `share` of the packets are through, by bisection.
  func quantile(_ share: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while through(within: high) < share, high < 1e12 { high *= 2 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if through(within: middle) < share { low = middle } else { high = middle }
    }
    return high
  }

  private func through(within time: Double) -> Double {
    parts.reduce(0) { $0 + $1.share * $1.stage.share(within: time) }
  }
}

extension CostModel {
  /// The latency of packets at a rate, with so many whole host cores.
  func latency(_ demand: Demand, rate: Double, hostCores: Double) -> Latency {
    let host = hostStage(demand, rate, hostCores)
    guard let nic = expected.nic, demand.finishedOnNIC > 0 else {
      return Latency(
        p50: LatencyMix(parts: [(1, host)]).quantile(0.5), p99: LatencyMix(parts: [(1, host)]).quantile(0.99))
    }
    let cores = device.nicUsesHostCores ? max(1, hostCores) : max(1, nic.site.coreCount?.value ?? 1)
    let stage = Stage(
      fixed: nic.time(nic.site.packet.latency), service: demand.nic, utilisation: rate * demand.nic / (cores * 1e9))
    let mix = LatencyMix(parts: [(demand.finishedOnNIC, stage), (demand.punted, stage.followed(by: host))])
    return Latency(p50: mix.quantile(0.5), p99: mix.quantile(0.99))
  }

  private func hostStage(_ demand: Demand, _ rate: Double, _ cores: Double) -> Stage {
    let service = demand.punted > 0 ? demand.host / demand.punted : 0
    return Stage(
      fixed: expected.host.time(device.host.packet.latency), service: service,
      utilisation: rate * demand.host / (max(1, cores) * 1e9))
  }
}
