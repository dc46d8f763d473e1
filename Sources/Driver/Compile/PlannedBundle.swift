import Bundle
import struct Bundle.Bundle
import Foundation
import IR
import PerfModel
import Plan
import Planner
import Traffic

/// A bundle with what its plan was made from, so that it can be planned again.
public struct PlannedBundle: Sendable {
  public let path: String
  let bundle: Bundle
  let report: PlanReport
  let device: DeviceText
  public let problem: PlanningProblem

  /// Opens and verifies a bundle. One that is cut off, of another version, or made before bundles had these files is an error.
  public init(at path: String) throws(DriverError) {
    self.path = path
    let bundle = try DriverError.wrapping { try Bundle(opening: path) }
    for file in [BundleFile.device, .traffic, .reportJSON, .program] where !bundle.contains(file) {
      throw DriverError("\(path): has no \(file.rawValue); it was made by an earlier version: compile it again")
    }
    func text(_ file: BundleFile) throws -> String { String(decoding: try bundle.bytes(of: file), as: UTF8.self) }
    func place(_ file: BundleFile) -> String { bundle.path(file) }
    self.bundle = bundle
    report = try DriverError.wrapping { try bundle.decode(PlanReport.self, from: .reportJSON) }
    device = try DriverError.wrapping { try DeviceText(yaml: text(.device), file: place(.device)) }
    let goal = report.goalRatePps.map(Goal.rate) ?? report.goalCores.map(Goal.cores) ?? .mostRate
    problem = try DriverError.wrapping { [device] in
      PlanningProblem(
        try Program(parsing: text(.program), file: place(.program)), on: try device.device(),
        under: try TrafficProfile(yaml: text(.traffic), file: place(.traffic)), goal: goal, strategy: bundle.plan.strategy)
    }
  }
}

extension PlanningProblem {
  /// Prices the way to a plan from that of a bundle of the same program.
  func migration(fromBundleAt path: String, to plan: OffloadPlan) throws(DriverError) -> Migration {
    let present = try DriverError.wrapping { try Bundle(opening: path) }.plan
    guard present.programDigest == plan.programDigest else {
      throw DriverError("\(path): is of another program, or of other parameters, than the plan")
    }
    return migration(from: present, to: plan)
  }
}
