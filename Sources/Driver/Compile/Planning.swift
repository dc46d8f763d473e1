import Bundle
import Foundation
import PerfModel
import Plan
import Planner
import Traffic

/// What is asked of the planner, as the command line and the demo give it.
public struct PlanningRequest: Sendable {
  public var target: String
  public var traffic: String?
  public var goal: Goal
  public var strategy: Strategy
  public var tables: ConfigTables
  /// Limits the search and watches it.
  public var budget: SearchBudget
  /// A bundle that runs already: the way from its plan is priced.
  public var running: String?
  /// Asks for the choices between host cores, NIC use and latency.
  public var wantsPareto = false
  /// Asks which priors of the device decide the plan.
  public var wantsPriors = false

  /// Without a limit of one's own a search ends after so many nodes, which is the same on every machine. No program of
  /// the library comes near.
  public static let mostNodes = 60_000

  public init(
    target: String, traffic: String? = nil, goal: Goal = .mostRate, strategy: Strategy = .best,
    tables: ConfigTables = .empty, budget: SearchBudget = SearchBudget(nodes: mostNodes)
  ) {
    self.budget = budget
    self.target = target
    self.traffic = traffic
    self.goal = goal
    self.strategy = strategy
    self.tables = tables
  }

  /// Ends the search after a time instead of a number of nodes, and tells `progress` the milliseconds spent and the gap left.
  public mutating func limit(milliseconds: Double?, progress: @escaping @Sendable (Double, Double) -> Void) {
    budget = SearchBudget(
      nodes: milliseconds == nil ? Self.mostNodes : .max, milliseconds: milliseconds ?? .infinity, progress: progress)
  }

  /// Asks for the fewest host cores at `rate` packets per second.
  public init(target: String, traffic: String?, rate: Double, strategy: Strategy) {
    self.init(target: target, traffic: traffic, goal: .rate(rate), strategy: strategy)
  }
}

/// A plan with all it was made from.
public struct Planned: Sendable {
  public let source: ProgramSource
  public let device: DeviceModel
  /// The device with all that it is based on, for the bundle; nil for one that came from no file.
  let deviceText: DeviceText?
  /// SHA-256 of the device files that were read, for the manifest.
  public let deviceDigest: String
  public let traffic: TrafficInput
  public private(set) var result: PlanningResult

  public init(_ source: ProgramSource, _ request: PlanningRequest) throws(DriverError) {
    self.source = source
    let (text, digest) = try Self.deviceText(request.target)
    (deviceText, deviceDigest) = (text, digest)
    device = try DriverError.wrapping { try text.device() }
    traffic = try TrafficInput(request.traffic, for: source.program, tables: request.tables)
    var budget = request.budget
    budget.clock = Self.milliseconds
    let problem = PlanningProblem(
      source.program, on: device, under: traffic.profile, goal: request.goal, strategy: request.strategy)
    result = problem.solved(budget: budget)
    if request.wantsPareto { result.pareto = problem.paretoPlans(budget: budget) }
    if request.wantsPriors {
      result.decidingPriors = try DriverError.wrapping { try problem.decidingPriors(text) }
    }
    if let running = request.running { result.migration = try problem.migration(fromBundleAt: running, to: result.plan) }
  }

  /// Plans for a device and traffic at hand, which no file needs to hold.
  init(_ source: ProgramSource, on device: DeviceModel, under profile: TrafficProfile, strategy: Strategy) {
    self.source = source
    self.device = device
    (deviceText, deviceDigest) = (nil, "")
    traffic = TrafficInput(profile)
    result = Planner().plan(
      source.program, for: device, under: profile, strategy: strategy, budget: SearchBudget(clock: Self.milliseconds))
  }

  /// The same with another plan of the program, such as one made by hand. Its report still tells of the planner's own.
  public func with(_ plan: OffloadPlan) -> Planned {
    var other = self
    other.result.plan = plan
    return other
  }

  /// A device by its name among the embedded ones, or by path, and the digest of all that may have gone into it.
  public static func device(_ nameOrPath: String) throws(DriverError) -> (DeviceModel, digest: String) {
    let (text, digest) = try deviceText(nameOrPath)
    return (try DriverError.wrapping { try text.device() }, digest)
  }

  private static func deviceText(_ nameOrPath: String) throws(DriverError) -> (DeviceText, digest: String) {
    let texts = ReadTexts()
    let text = try DriverError.wrapping { try DeviceText(nameOrPath) { texts.read($0) } }
    let embedded = DeviceModel.embeddedNames.compactMap(DeviceModel.embeddedText)
    return (text, sha256(Array((texts.all + embedded).joined().utf8)))
  }

  @Sendable private static func milliseconds() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e6
  }
}

/// Reads files and remembers what they held.
private final class ReadTexts {
  private(set) var all: [String] = []

  func read(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    all.append(String(decoding: data, as: UTF8.self))
    return all.last
  }
}
