import Foundation
import IR
import PerfModel
import Plan
import Planner
import Simulator
import Traffic

/// A plan, simulated: what came out, and what the closed form says of the same.
public struct Simulated {
  public let report: SimulationReport
  public let trafficName: String

  /// - Parameter progress: told the share of the run that is done.
  public init(_ request: SimulationRequest, progress: (Double) -> Void = { _ in }) throws(DriverError) {
    let subject = try SimulationSubject(request.subject, settings: request.settings)
    var traffic = try SimulatedTraffic(request.traffic, for: subject.program, tables: request.tables)
    let rate = try request.packetsPerSecond(of: traffic)
    traffic.scale(toRate: rate)
    let device = try Self.device(request, subject)
    let plan = try Self.plan(request, subject, device, traffic.profile, rate)
    let model = CostModel(subject.program, on: device, under: traffic.profile, digest: subject.program.digest)
    guard let system = VirtualSystem(model, plan) else {
      throw DriverError("\(request.subject): its plan names states or blocks that its program has not")
    }
    if request.findsCapacity, traffic.recordedPackets != nil {
      throw DriverError.misuse("--capacity is for profiles: a capture is played as it is")
    }
    var settings = SimulationSettings(
      rate: rate, seconds: try request.duration(rate: rate, of: traffic), seed: request.seed,
      hostCores: try request.hostCores(most: device.host.coreCount?.value))
    settings.spread = request.spread
    settings.turnover = try request.turnover(of: traffic)
    let result =
      if let recorded = try traffic.recorded(for: system) {
        system.run(recorded, settings, progress: progress)
      } else {
        system.run(settings, progress: progress)
      }
    let capacity =
      request.findsCapacity
      ? CapacitySearch(system, settings, packetsPerRun: SimulationRequest.packetsPerTrial).capacity() : nil
    trafficName = request.traffic ?? "assumed traffic"
    report = SimulationReport(plan, system, settings, result, capacity: capacity, device: device)
  }

  private static func device(
    _ request: SimulationRequest, _ subject: SimulationSubject
  ) throws(DriverError) -> DeviceModel {
    guard case .bundle(_, let plan) = subject, request.target == nil else {
      return try Planned.device(request.target ?? "xdp").0
    }
    guard DeviceModel.embeddedNames.contains(plan.target) else {
      throw DriverError(
        "\(request.subject): it was planned for '\(plan.target)', which is not built in: give its device file with --target"
      )
    }
    return try Planned.device(plan.target).0
  }

  private static func plan(
    _ request: SimulationRequest, _ subject: SimulationSubject, _ device: DeviceModel, _ traffic: TrafficProfile,
    _ rate: Double
  ) throws(DriverError) -> OffloadPlan {
    switch subject {
    case .bundle(_, let plan):
      guard request.strategy == nil else {
        throw DriverError.misuse("--strategy is for sources; a bundle has its plan")
      }
      return plan
    case .source(let source):
      let goal: Goal = request.cores.map { .cores(Double($0)) } ?? .rate(rate)
      return Planner().plan(
        source.program, for: device, under: traffic, goal: goal, strategy: request.strategy ?? .best
      ).plan
    }
  }

  public var json: String {
    get throws(DriverError) { try JSONText.text(report) }
  }

  /// The timeline as CSV.
  public func writeTimeline(to path: String) throws(DriverError) {
    let lines = [TimelineRow.csvHeader] + report.simulated.timeline.map(\.csv)
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DriverError("\(path): cannot be written")
    }
  }
}
