import Driver
import Foundation
import Plan
import Traffic

/// The demo's two bundles, and what was predicted for each phase.
struct Plans {
  /// Host cycles per offered packet.
  struct Predicted {
    var hostOnly: Double
    var best: Double
    var shifted: Double
  }

  let source: ProgramSource
  let hostOnly: String
  let best: String
  let predicted: Predicted
  /// The best plan's report.
  let report: String

  /// - Parameter calibrate: gives a device for each rate (packets per second) that the host half is to see.
  init(program: String, mix: TrafficMix, output: String, calibrate: ([Double]) throws -> [String]) throws {
    let source = try ProgramSource(path: program)
    self.source = source
    let captures = [CaptureSource(path: mix.first, ports: .fixed(0)), CaptureSource(path: mix.turned, ports: .fixed(0))]
    let first = try Self.profile(captures[0...0], source, output + "/mix.profile.yaml")
    // The second mix meets a table that is full of the first one's flows: its own new keys are what is left.
    let second = try Self.secondProfile(captures, source, output + "/mix-turned-over.profile.yaml")
    let rate = Double(mix.packetsPerSecond)
    let punted = try [first, second].map { traffic in
      rate * (1 - (try Self.plan(source, "xdp", traffic, .best, rate)).nicShare)
    }
    let devices = try calibrate([rate] + punted)
    let host = try Self.plan(source, devices[0], first, .hostOnly, rate)
    let best = try Self.plan(source, devices[1], first, .best, rate)
    let shifted = try Self.plan(source, devices[2], second, .best, rate)
    hostOnly = try Self.compile(host, to: output + "/nat-host-only.cora")
    self.best = try Self.compile(best, to: output + "/nat-best.cora")
    report = output + "/report.txt"
    try best.reportText(trafficName: "the demo's mix").write(toFile: report, atomically: true, encoding: .utf8)
    predicted = Predicted(
      hostOnly: host.hostCyclesPerPacket, best: best.hostCyclesPerPacket, shifted: shifted.hostCyclesPerPacket)
  }

  private static func profile(
    _ captures: ArraySlice<CaptureSource>, _ source: ProgramSource, _ file: String
  ) throws -> String {
    let profile = try TrafficObservation.profile(of: Array(captures), running: source.program)
    try profile.yaml.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  private static func secondProfile(_ captures: [CaptureSource], _ source: ProgramSource, _ file: String) throws -> String {
    let profile = try TrafficObservation.profile(of: [captures[1]], after: [captures[0]], running: source.program)
    try profile.yaml.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  private static func plan(
    _ source: ProgramSource, _ device: String, _ traffic: String, _ strategy: Strategy, _ rate: Double
  ) throws -> Planned {
    try Planned(source, PlanningRequest(target: device, traffic: traffic, rate: rate, strategy: strategy))
  }

  private static func compile(_ planned: Planned, to bundle: String) throws -> String {
    try Compilation(planned).write(to: bundle)
    return bundle
  }
}
