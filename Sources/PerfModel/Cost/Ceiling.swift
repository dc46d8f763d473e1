/// The packet rate that one resource would allow alone.
public struct Ceiling: Hashable, Sendable {
  public var resource: Resource
  /// Packets per second; infinite where a packet takes nothing of it.
  public var rate: Estimate

  public enum Resource: String, Hashable, Sendable, CaseIterable {
    case nicCores = "NIC cores"
    case nicMemory = "NIC memory engine"
    case hostCores = "host cores"
    case mac = "MAC"
    case line = "line rate"
    case transmit = "packets sent"
    case absorb = "packets taken in"
    case bus = "PCIe"
    case control = "control-path writes"
  }
}

/// A demand at each bound.
public struct Demands: Hashable, Sendable {
  public var expected, favourable, adverse: Demand

  /// The interval of one resource's demand.
  public func estimate(_ part: (Demand) -> Double) -> Estimate {
    Estimate(
      part(expected), low: min(part(favourable), part(expected)), high: max(part(adverse), part(expected)))
  }
}

extension CostModel {
  public func demands(_ assignment: Assignment, _ cache: inout TermCache) -> Demands {
    Demands(
      expected: demand(assignment, .expected, &cache), favourable: demand(assignment, .favourable, &cache),
      adverse: demand(assignment, .adverse, &cache))
  }

  /// The ceilings of all resources with so many host cores: capacity over demand, lowest first.
  public func ceilings(_ demands: Demands, hostCores: Double) -> [Ceiling] {
    Ceiling.Resource.allCases.map { resource in
      Ceiling(
        resource: resource,
        rate: capacity(of: resource, hostCores: hostCores).divided(by: demands.estimate { load($0, on: resource) }))
    }.sorted { $0.rate.value < $1.rate.value }
  }

  /// The rate that the least ceiling allows at the expected numbers, and which one it is.
  public func rate(_ demand: Demand, hostCores: Double) -> (rate: Double, bottleneck: Ceiling.Resource) {
    var least = (rate: Double.infinity, bottleneck: Ceiling.Resource.line)
    for resource in Ceiling.Resource.allCases {
      let load = load(demand, on: resource)
      guard load > 0 else { continue }
      let rate = capacity(of: resource, hostCores: hostCores).value / load
      if rate < least.rate { least = (rate, resource) }
    }
    return least
  }

  /// The rate when packets take `hostLoad` of the host's cores, as a bound may know better than from the demand's
  /// parts.
  public func rate(_ demand: Demand, hostLoad: Double, hostCores: Double) -> Double {
    Ceiling.Resource.allCases.reduce(.infinity) { least, resource in
      let load = resource == .hostCores ? hostLoad : load(demand, on: resource)
      return load > 0 ? min(least, capacity(of: resource, hostCores: hostCores).value / load) : least
    }
  }

  /// What one packet takes, in the capacity's unit.
  func load(_ demand: Demand, on resource: Ceiling.Resource) -> Double {
    switch resource {
    case .nicCores: device.nicUsesHostCores ? 0 : coreLoad(demand)
    case .nicMemory: engineLoad(demand)
    case .hostCores: hostLoad(demand)
    case .mac: device.link.macRate == nil ? 0 : 1
    case .line: (traffic.sizes.mean + DeviceModel.Link.frameOverheadBytes) * 8
    case .transmit: device.link.transmitRate == nil ? 0 : sent
    case .absorb: device.link.absorbRate == nil ? 0 : absorbed
    case .bus: device.link.busRate == nil ? 0 : demand.busBytes * 8
    case .control: demand.writes
    }
  }

  /// Nanoseconds of the host's cores that one packet takes, the NIC half's among them where it uses them.
  public func hostLoad(_ demand: Demand) -> Double {
    demand.host + demand.control + (device.nicUsesHostCores ? demand.nic : 0)
  }

  /// Nanoseconds of cores and engines, packets, bits or entries per second.
  func capacity(of resource: Ceiling.Resource, hostCores: Double) -> Estimate {
    switch resource {
    case .nicCores: device.nic?.coreTime ?? .zero
    case .nicMemory: Estimate(exactly: 1e9)
    case .hostCores: device.host.coreTime(of: hostCores)
    case .mac: device.link.macRate?.estimate ?? .zero
    case .line: device.link.lineRate.estimate
    case .transmit: device.link.transmitRate?.estimate ?? .zero
    case .absorb: device.link.absorbRate?.estimate ?? .zero
    case .bus: device.link.busRate?.estimate ?? .zero
    case .control: device.control.entryWrites.estimate
    }
  }
}
