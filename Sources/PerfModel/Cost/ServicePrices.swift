import IR

/// What single packets take under an assignment, path by path and exit by exit, at the expected prices: for who counts
/// packets instead of taking means, such as a simulation.
public struct ServicePrices: Sendable {
  /// In the order of the model's paths.
  public var courses: [Course]
  /// Nanoseconds that pass without work: on a packet's way through the NIC, and further up to the host and out.
  public var nicLatency, hostLatency: Double
  public var hostBurst: Burst
  /// Nanoseconds of a host core for one entry written to or deleted from the NIC's tables.
  public var hostTimePerWrite: Double

  /// One path, as far as the NIC half goes along it.
  public struct Course: Sendable {
    public var path: WeightedPath
    /// The split states that it finds a record in, by state index, in order.
    public var lookups: [Int]
    /// One for each of `lookups`, for a packet whose record there is the host's; then the one of a packet that found
    /// all its records.
    public var exits: [Exit]
  }

  public struct Exit: Sendable {
    /// Of one packet: `finishedOnNIC` is 0 or 1.
    public var demand: Demand
    /// Groups whose record the host takes back from the NIC, by the primary map's state index.
    public var recalled: [Int]
  }

  /// Work once per burst, in nanoseconds, of which each packet's price holds one part in `packets`; a host that does not work in bursts
  /// has bursts of one packet that cost nothing.
  public struct Burst: Sendable {
    public var receive, forward: Double
    public var packets: Double
  }
}

extension CostModel {
  public func servicePrices(_ assignment: Assignment) -> ServicePrices {
    var cache = TermCache()
    let terms = cache.terms(assignment, self, expected)
    let cuts = flat.table(of: assignment.cuts)
    return ServicePrices(
      courses: expected.paths.map { work in
        guard assignment.offloads else {
          return .init(path: work.path, lookups: [], exits: [hostExit(work, terms)])
        }
        let lookups = work.splitLookups(terms, cuts)
        let exits = (0...lookups.count).map { exit(work, terms, cuts, lookups, missing: $0) }
        return .init(path: work.path, lookups: lookups, exits: exits)
      },
      nicLatency: expected.nic.map { $0.time($0.site.packet.latency) } ?? 0,
      hostLatency: expected.host.time(device.host.packet.latency), hostBurst: hostBurst,
      hostTimePerWrite: expected.recall / 2)
  }

  /// A packet that finds its records in the first `missing` of the lookups and not in the next.
  private func exit(
    _ work: PathWork, _ terms: TermTable, _ cuts: [CutMode?], _ lookups: [Int], missing: Int
  ) -> ServicePrices.Exit {
    let hit = terms.hit.indices.map { missing < lookups.count && lookups[missing] == $0 ? 0.0 : 1 }
    let path = PathDemand(work, expected, TermTable(terms, hit: hit), cuts: cuts)
    var demand = Demand()
    demand.nic = (expected.nic?.receive ?? 0) + path.nic
    demand.engine = path.engine
    demand.host = path.host
    demand.finishedOnNIC = path.finished
    demand.busBytes = demand.punted * busBytes(Self.puntHeaderBytes, expected)
    return .init(
      demand: demand, recalled: program.states.indices.filter { path.recalled & (1 << UInt64($0 & 63)) != 0 })
  }

  private func hostExit(_ work: PathWork, _ terms: TermTable) -> ServicePrices.Exit {
    var demand = Demand()
    if let nic = expected.nic, device.nicUsesHostCores { demand.nic = nic.receive + nic.punt }
    demand.host = PathDemand.hostTime(work, expected, terms, from: 0)
    demand.busBytes = busBytes(0, expected)
    return .init(demand: demand, recalled: [])
  }

  private var hostBurst: ServicePrices.Burst {
    let costs = device.host.packet
    guard let packets = costs.burst?.value, packets >= 1 else { return .init(receive: 0, forward: 0, packets: 1) }
    func time(_ quantity: Quantity?) -> Double { quantity.map(expected.host.time) ?? 0 }
    return .init(receive: time(costs.receiveBurst), forward: time(costs.forwardBurst), packets: packets)
  }
}

extension PathWork {
  /// States of the split tables that it finds records in before it leaves the NIC, each once, in order.
  fileprivate func splitLookups(_ terms: TermTable, _ cuts: [CutMode?]) -> [Int] {
    let last = cutPosition(cuts)?.position ?? blocks.count - 1
    return accesses.reduce(into: []) { states, access in
      guard access.position <= last, access.isHit, terms.isSplit[access.state] else { return }
      if !states.contains(access.state) { states.append(access.state) }
    }
  }
}
