import PerfModel
import Plan
import Simulator

/// What `cora simulate --json` prints.
public struct SimulationReport: Codable, Sendable {
  public var program: String
  public var target: String
  public var strategy: Strategy
  public var ratePps: Double
  public var hostCores: Int
  public var seed: UInt64
  public var simulated: SimulationResult
  /// What the closed form says at the same rate, or at its ceiling where that is lower.
  public var model: Model
  /// The highest rate that the simulation carries; nil when it was not looked for.
  public var capacityPps: Double?

  public struct Model: Codable, Sendable {
    public var ceilingPps: Double
    public var bottleneck: String
    public var nicShare: Double
    public var hostCores: Double
    public var p50Ns: Double
    public var p99Ns: Double
    public var writesPerSecond: Double

    enum CodingKeys: String, CodingKey {
      case bottleneck
      case ceilingPps = "ceiling_pps"
      case nicShare = "nic_share"
      case hostCores = "host_cores"
      case p50Ns = "p50_ns"
      case p99Ns = "p99_ns"
      case writesPerSecond = "writes_per_s"
    }
  }

  enum CodingKeys: String, CodingKey {
    case program, target, strategy, seed, simulated, model
    case ratePps = "rate_pps"
    case hostCores = "host_cores"
    case capacityPps = "capacity_pps"
  }

  init(
    _ plan: OffloadPlan, _ system: VirtualSystem, _ settings: SimulationSettings, _ result: SimulationResult,
    capacity: Double?, device: DeviceModel
  ) {
    program = plan.program
    target = device.name
    strategy = plan.strategy
    ratePps = settings.rate
    hostCores = settings.hostCores
    seed = settings.seed
    simulated = result
    model = Model(system, rate: settings.rate, cores: settings.hostCores)
    capacityPps = capacity
  }
}

extension SimulationReport.Model {
  init(_ system: VirtualSystem, rate: Double, cores: Int) {
    var cache = TermCache()
    let most = system.model.predict(system.assignment, .cores(Double(cores)), &cache)
    let at = system.model.predict(system.assignment, .rate(min(rate, most.rate.value)), &cache)
    self.init(
      ceilingPps: most.rate.value, bottleneck: most.bottleneck.rawValue, nicShare: at.demands.expected.finishedOnNIC,
      hostCores: at.hostCores, p50Ns: at.latency.p50, p99Ns: at.latency.p99,
      writesPerSecond: at.demands.expected.writes * at.operatingRate)
  }
}
