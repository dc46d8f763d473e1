import PerfModel

/// One core: what waits for it and when it is free. A class, so that it is worked on in its place.
final class HostCore {
  /// Packets for the NIC half, where the host's cores run it.
  var driver: PacketRing
  /// Packets for the host half.
  var ring: PacketRing
  var free = 0.0
  /// Packets that the driver may still run before the host half has its turn.
  var credit = 0

  init(_ limits: SimulationSettings.QueueLimits) {
    driver = PacketRing(limit: limits.nic)
    ring = PacketRing(limit: limits.host)
  }

  /// When the next work begins; infinite when there is none.
  var nextStart: Double { max(free, min(driver.firstTime, ring.firstTime)) }
}

/// How the host's cores work: prices, bursts, and what they lose by being several.
struct HostPrices {
  let burst: ServicePrices.Burst
  let mostPackets: Int
  /// Times are longer by this, for what the cores share.
  let slowdown: Double
  let timePerWrite: Double

  init(_ system: VirtualSystem, cores: Int) {
    burst = system.prices.hostBurst
    mostPackets = max(1, Int(burst.packets.rounded()))
    slowdown = Double(cores) * 1e9 / system.model.device.host.coreTime(of: Double(cores)).value
    timePerWrite = system.prices.hostTimePerWrite * slowdown
  }
}
