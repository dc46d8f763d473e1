import PerfModel
import Plan

extension PlanReport {
  /// - Parameter milliseconds: of the whole planning; nil leaves it out, for reproducible bytes.
  public init(_ result: PlanningResult, milliseconds: Double? = nil) {
    let prediction = result.prediction
    program = result.plan.program
    target = result.plan.target
    strategy = result.plan.strategy.rawValue
    goal = result.goal.text
    switch result.goal {
    case .rate(let rate): goalRatePps = rate
    case .cores(let cores): goalCores = cores
    case .mostRate: break
    }
    fits = result.fits
    offloads = result.plan.offloads
    note = result.note
    ratePps = Rate(
      expected: Figures.json(prediction.rate.value), low: Figures.json(prediction.rate.low),
      high: Figures.json(prediction.rate.high), guaranteed: Figures.json(prediction.guaranteedRate))
    bottleneck = prediction.bottleneck.rawValue
    hostCores = Figures.json(prediction.hostCores)
    hostCyclesPerPacket = Figures.json(prediction.hostCyclesPerPacket.value)
    hostCyclesPerPacketLow = Figures.json(prediction.hostCyclesPerPacket.low)
    hostCyclesPerPacketHigh = Figures.json(prediction.hostCyclesPerPacket.high)
    allCyclesPerPacket = Figures.json(prediction.allCyclesPerPacket.value)
    usesHostCores = result.device.nicUsesHostCores
    latencyNs = LatencyNs(p50: Figures.json(prediction.latency.p50), p99: Figures.json(prediction.latency.p99))
    tableWrites = TableWrites(result)
    nicShare = Figures.json(prediction.demands.expected.finishedOnNIC)
    hostOnly = HostOnly(result.hostOnly)
    ceilings = prediction.ceilings.filter { $0.rate.value.isFinite }.map {
      CeilingRate(resource: $0.resource.rawValue, ratePps: Figures.json($0.rate.value))
    }
    states = result.states.map { State($0, result) }
    paths = result.paths.map(Path.init)
    pareto = result.pareto.map(Alternative.init)
    migration = result.migration
    decidingPriors = result.decidingPriors
    assumptions = result.assumptions
    search = Search(
      optimal: result.search.optimal, gap: Figures.json(result.search.gap), nodes: result.search.nodes,
      milliseconds: milliseconds)
  }
}

extension PlanReport.TableWrites {
  fileprivate init?(_ result: PlanningResult) {
    let tables = result.plan.placements.map(\.entriesOnNIC).filter { $0 > 0 }
    guard result.plan.offloads, let smallest = tables.min() else { return nil }
    let writes = result.prediction.tableWrites
    self.init(
      expected: Figures.json(writes.value), low: Figures.json(writes.low), high: Figures.json(writes.high),
      reliable: Double(smallest) >= result.device.control.leastMeasuredEntries?.value ?? 0)
  }
}

extension PlanReport.HostOnly {
  fileprivate init(_ prediction: Prediction) {
    ratePps = Figures.json(prediction.rate.value)
    hostCores = Figures.json(prediction.hostCores)
    hostCyclesPerPacket = Figures.json(prediction.hostCyclesPerPacket.value)
    allCyclesPerPacket = Figures.json(prediction.allCyclesPerPacket.value)
  }
}

extension PlanReport.State {
  fileprivate init(_ outcome: StateOutcome, _ result: PlanningResult) {
    name = outcome.placement.state
    site = outcome.placement.mode.site
    entriesOnNIC = outcome.placement.entriesOnNIC
    mode = outcome.placement.mode.rawValue
    reason = outcome.placement.reason
    proof = outcome.placement.proof
    lift = outcome.lifted?.text(result)
  }
}

extension PlanReport.Path {
  fileprivate init(_ outcome: PathOutcome) {
    id = outcome.id
    number = outcome.number
    share = Figures.json(outcome.share)
    site = outcome.site
    nicShare = Figures.json(outcome.finishedOnNIC)
    reason = outcome.reason
  }
}

extension PlanReport.Alternative {
  fileprivate init(_ plan: ParetoPlan) {
    hostCores = Figures.json(plan.hostCores)
    hostCyclesPerPacket = Figures.json(plan.hostCyclesPerPacket)
    nicShare = Figures.json(plan.finishedOnNIC)
    entriesOnNIC = plan.entriesOnNIC
    nicUse = Figures.json(plan.nicUse)
    latencyNs = Figures.json(plan.latencyNanoseconds)
    proven = plan.isProven
    ratePps = Figures.json(plan.ratePacketsPerSecond)
  }
}

extension PlacementMode {
  /// Where its entries are: `host`, `nic` or `both`.
  var site: String {
    switch self {
    case .host: "host"
    case .nic: "nic"
    case .split, .replicated: "both"
    }
  }
}

extension Goal {
  var text: String {
    switch self {
    case .rate(let rate): Figures.rate(rate)
    case .cores(let cores): "\(Figures.digits(cores)) cores"
    case .mostRate: "most rate"
    }
  }
}

extension Figures {
  /// For JSON, which has no infinity: beyond any real figure it says the largest number.
  static func json(_ number: Double) -> Double {
    number.isFinite ? rounded(number) : Double.greatestFiniteMagnitude
  }
}

extension Lift {
  /// What lifting brings over the result: `with a card capable of 'take': 0.4 instead of 0.9 host cores`.
  func text(_ result: PlanningResult) -> String {
    switch result.goal {
    case .rate:
      let now = Figures.fixed(result.prediction.hostCores, 2)
      return "\(condition): \(Figures.fixed(hostCores, 2)) instead of \(now) host cores"
    case .cores, .mostRate:
      let now = Figures.rate(result.prediction.rate.value)
      return "\(condition): \(Figures.rate(ratePacketsPerSecond)) instead of \(now)"
    }
  }
}
