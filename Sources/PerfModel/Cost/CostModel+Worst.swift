import IR

extension CostModel {
  /// The rate that holds whatever packets come: each takes the dearest path of its site, at adverse prices and full
  /// tables, and each is punted if any can be. New keys are not part of it: the control path's load is the traffic's.
  public func guaranteedRate(_ assignment: Assignment, hostCores: Double) -> Double {
    var demand = Demand()
    let worst = WorstPath(self, assignment)
    demand.nic = worst.nic
    demand.engine = worst.engine
    demand.host = worst.host
    if !assignment.offloads || !assignment.cuts.isEmpty {
      demand.busBytes = traffic.sizes.mean + Self.puntHeaderBytes + (device.link.busOverhead?.estimate.high ?? 0)
    }
    let least = Ceiling.Resource.allCases.reduce(Double.infinity) { least, resource in
      let load = worstLoad(demand, on: resource)
      return load > 0 ? min(least, capacity(of: resource, hostCores: hostCores).low / load) : least
    }
    return assignment.offloads ? device.link.overload?.rate(at: least) ?? least : least
  }

  /// As `load`, with packets that all end in the dearer way.
  private func worstLoad(_ demand: Demand, on resource: Ceiling.Resource) -> Double {
    switch resource {
    case .transmit: device.link.transmitRate == nil ? 0 : 1
    case .absorb: device.link.absorbRate == nil ? 0 : 1
    default: load(demand, on: resource)
    }
  }
}

/// The dearest path of each site, by one pass over the graph.
private struct WorstPath {
  var nic = 0.0
  var engine = 0.0
  var host = 0.0

  init(_ model: CostModel, _ assignment: Assignment) {
    let book = model.adverse
    let program = model.program
    let populations = program.states.map { Population.uniform(max(1, $0.items)) }
    let entries = program.states.reduce(0) { $0 + Double($1.map == nil && $1.table == nil ? 0 : $1.items) }
    let cached: Double = model.device.nic?.cache.map { entries <= $0.entries ? 1 : 0 } ?? 1
    if let nic = book.nic, assignment.offloads {
      self.nic =
        nic.receive + nic.time(.clock) + max(nic.punt, nic.forward, nic.drop, nic.controlPlane)
        + Self.longest(program, where: assignment.onNIC) { model.works[$0].time(nic, populations, cached) }
      engine = Self.longest(program, where: assignment.onNIC) { model.works[$0].engineTime(nic, populations, cached) }
    } else if let nic = book.nic, model.device.nicUsesHostCores {
      self.nic = nic.receive + nic.punt
    }
    guard !assignment.offloads || !assignment.cuts.isEmpty else { return }
    let all = [Bool](repeating: true, count: program.blocks.count)
    host =
      book.host.receive + book.host.punt + book.hostClock
      + max(book.host.forward, book.host.drop, book.host.controlPlane)
      + Self.longest(program, where: all) { model.works[$0].time(book.host, populations, 1) }
  }

  private static func longest(_ program: Program, where included: [Bool], _ cost: (Int) -> Double) -> Double {
    var from = [Double](repeating: 0, count: program.blocks.count)
    for (index, block) in program.blocks.enumerated().reversed() where included[index] {
      from[index] = cost(index) + (block.terminator.targets.map { from[$0.block.index] }.max() ?? 0)
    }
    return from.first ?? 0
  }
}

extension BlockWork {
  /// With the dearer of a lookup's edges, and its owner check.
  fileprivate func time(_ prices: SitePrices, _ populations: [Population], _ cached: Double) -> Double {
    prices.time(fixed: self) + sum(populations) { prices.time($0, $1, cached: cached) }
  }

  fileprivate func engineTime(_ prices: SitePrices, _ populations: [Population], _ cached: Double) -> Double {
    sum(populations) { prices.engineTime($0, $1, cached: cached) }
  }

  private func sum(_ populations: [Population], _ price: (OperationClass, Population) -> Double) -> Double {
    accesses.reduce(0) { sum, access in
      guard access.operation != .hashMiss else { return sum }
      let population = populations[access.state]
      var time = price(access.operation, population) * access.count
      if access.operation == .hashHit { time += price(.ownerCheck, population) }
      return sum + time
    }
  }
}

extension State {
  /// Items it holds when full.
  fileprivate var items: Int {
    switch kind {
    case .map(let map): map.capacity
    case .pool(let pool): pool.count
    case .array(let array): array.size
    case .sketch(let sketch): sketch.columns
    case .ring(let ring): ring.size
    case .table(let table): table.capacity
    case .queue(let queue): queue.capacity
    case .tally: 1
    }
  }
}
