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
}

/// A plan with all it was made from.
public struct Planned: Sendable {
  public let source: ProgramSource
  public let device: DeviceModel
  public let traffic: TrafficInput
  public let result: PlanningResult

  public init(_ source: ProgramSource, _ request: PlanningRequest) throws(DriverError) {
    self.source = source
    device = try Self.device(request.target)
    traffic = try TrafficInput(request.traffic, for: source.program, tables: request.tables)
    result = Planner().plan(
      source.program, for: device, under: traffic.profile, goal: request.goal, strategy: request.strategy,
      budget: SearchBudget(clock: Self.milliseconds))
  }

  /// A device by its name among the embedded ones, or by path.
  public static func device(_ nameOrPath: String) throws(DriverError) -> DeviceModel {
    try DriverError.wrapping {
      try DeviceModel.load(nameOrPath) { path in
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  @Sendable private static func milliseconds() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e6
  }
}
