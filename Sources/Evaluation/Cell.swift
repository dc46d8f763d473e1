import PerfModel
import Plan

/// One program on one card under one kind of traffic: what each strategy makes of it.
public struct Cell: Sendable {
  /// What one strategy reaches.
  public struct Outcome: Hashable, Sendable {
    /// False when the strategy has no plan for the target rate; it then stands for nothing.
    public var fits: Bool
    /// Host cores, in parts, that the target rate takes; the NIC half's among them where it uses the host's.
    public var cores: Double
    /// Packets per second with `Evaluation.cores` host cores.
    public var rate: Double
    /// What keeps the rate from being higher.
    public var bottleneck: Ceiling.Resource
    /// Both searches ended with a proof.
    public var isProven: Bool
  }

  public var program: String
  public var target: String
  public var traffic: String
  /// Packets per second: what host-only reaches with `Evaluation.cores` host cores.
  public var targetRate: Double
  public var outcomes: [Strategy: Outcome]

  public static let baselines: [Strategy] = [.hostOnly, .nicOnly, .statePartition, .trafficPartition]

  /// The planner's own.
  public var best: Outcome { outcomes[.best] ?? hostOnly }
  public var hostOnly: Outcome {
    outcomes[.hostOnly]
      ?? Outcome(fits: true, cores: Evaluation.cores, rate: targetRate, bottleneck: .hostCores, isProven: true)
  }

  private var fitting: [Outcome] { Self.baselines.compactMap { outcomes[$0] }.filter(\.fits) }
  /// The fewest host cores that a baseline takes, and the highest rate that one reaches.
  public var leastBaselineCores: Double { fitting.map(\.cores).min() ?? hostOnly.cores }
  public var highestBaselineRate: Double { fitting.map(\.rate).max() ?? targetRate }

  /// Share of host-only's cores that an outcome saves.
  public func saving(_ cores: Double) -> Double { hostOnly.cores > 0 ? 1 - cores / hostOnly.cores : 0 }
  /// How much faster the planner's own is than the fastest baseline: 0.5 is half as fast again.
  public var speedUp: Double { best.rate / highestBaselineRate - 1 }
  /// The planner's saving over the best baseline's; nil where that saves nothing or leaves no core in use.
  public var savingRatio: Double? {
    let baseline = saving(leastBaselineCores)
    guard baseline > Self.tolerance, leastBaselineCores > Self.tolerance else { return nil }
    return saving(best.cores) / baseline
  }

  /// Differences below this share are none: the search's own tolerance and rounding.
  static let tolerance = 1e-5
  /// True when a baseline does better by either measure.
  public var isWorse: Bool {
    best.cores > leastBaselineCores + Self.tolerance * hostOnly.cores || speedUp < -Self.tolerance
  }
}
