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

  public init(
    target: String, traffic: String? = nil, goal: Goal = .mostRate, strategy: Strategy = .best,
    tables: ConfigTables = .empty
  ) {
    self.target = target
    self.traffic = traffic
    self.goal = goal
    self.strategy = strategy
    self.tables = tables
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
  /// SHA-256 of the device files that were read, for the manifest.
  public let deviceDigest: String
  public let traffic: TrafficInput
  public private(set) var result: PlanningResult

  public init(_ source: ProgramSource, _ request: PlanningRequest) throws(DriverError) {
    self.source = source
    (device, deviceDigest) = try Self.device(request.target)
    traffic = try TrafficInput(request.traffic, for: source.program, tables: request.tables)
    result = Planner().plan(
      source.program, for: device, under: traffic.profile, goal: request.goal, strategy: request.strategy,
      budget: SearchBudget(clock: Self.milliseconds))
  }

  /// Plans for a device and traffic at hand, which no file needs to hold.
  init(_ source: ProgramSource, on device: DeviceModel, under profile: TrafficProfile, strategy: Strategy) {
    self.source = source
    self.device = device
    deviceDigest = ""
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
    let texts = ReadTexts()
    let device = try DriverError.wrapping { try DeviceModel.load(nameOrPath) { texts.read($0) } }
    let embedded = DeviceModel.embeddedNames.compactMap(DeviceModel.embeddedText)
    return (device, sha256(Array((texts.all + embedded).joined().utf8)))
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
