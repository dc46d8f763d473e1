import Diagnostics
import Foundation
import FrontEnd
import IR
import PerfModel
import Plan
import Planner
import Simulator
import Testing
import Traffic

/// Planned programs of the library as systems to simulate.
enum Systems {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func program(_ name: String) throws -> Program {
    let path = root.appendingPathComponent("NFPrograms/\(name).nf").path
    var log = DiagnosticLog()
    let file = SourceFile(path: path, text: try String(contentsOfFile: path, encoding: .utf8))
    let program = compileToIR(
      file,
      imports: { path in
        FileManager.default.contents(atPath: path).map { SourceFile(path: path, bytes: $0) }
      }, reportingTo: &log)
    return try #require(program, "\(name).nf does not compile: \(log)")
  }

  static func device(_ name: String) throws -> DeviceModel { try DeviceModel.load(name) { _ in nil } }

  /// Zipf traffic of 64,000 flows and 60-byte packets, a million per second, a hundred new flows per second unless said otherwise.
  static func traffic(_ exponent: Double, flows: Int = 64_000, new: Double = 100, burstiness: Double = 1)
    -> TrafficProfile
  {
    let curve = Zipf(count: flows, exponent: exponent).curve
    return TrafficProfile(
      packetsPerSecond: 1_000_000, burstiness: burstiness, sizes: .fixed(60),
      flows: FlowPopularity(count: flows, newPerSecond: new, exponent: exponent, curve: curve))
  }

  static func system(
    _ name: String, on device: String, _ traffic: TrafficProfile, goal: Goal = .mostRate, _ strategy: Strategy = .best
  ) throws -> VirtualSystem {
    let (program, device) = (try program(name), try Self.device(device))
    let plan = Planner().plan(
      program, for: device, under: traffic, goal: goal, strategy: strategy, budget: SearchBudget(nodes: 60)
    ).plan
    let model = CostModel(program, on: device, under: traffic, digest: program.digest)
    return try #require(VirtualSystem(model, plan))
  }
}

extension VirtualSystem {
  /// The same under traffic of another rate, with as many new flows per second.
  func offered(_ rate: Double) -> VirtualSystem {
    var traffic = model.traffic
    traffic.packetsPerSecond = rate
    return VirtualSystem(CostModel(model.program, on: model.device, under: traffic), assignment)
  }

  func predicted(cores: Int) -> Prediction {
    var cache = TermCache()
    return model.predict(assignment, .cores(Double(cores)), &cache)
  }

  func predicted(rate: Double) -> Prediction {
    var cache = TermCache()
    return model.predict(assignment, .rate(rate), &cache)
  }
}
