import Bundle
import struct Bundle.Bundle
import Foundation
import Interpreter
import Plan
import PerfModel
import Planner
import Traffic
import Wire

/// Measures this build on synthetic traffic: the compiler's stages, the interpreter, and the generated host half.
///
/// Figures are medians of several passes of one run. Compare them with each other, not with those of another hour or machine.
public struct Benchmark {
  private let files: [String]
  private static let passes = 5

  /// Without files: the programs under `NFPrograms/`.
  public init(files: [String]) throws(DriverError) { self.files = try Self.programs(files) }

  /// The files, or the programs under `NFPrograms/` without any.
  public static func programs(_ files: [String]) throws(DriverError) -> [String] {
    guard files.isEmpty else { return files }
    let directory = "NFPrograms"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw DriverError.misuse("no \(directory)/ here; name the programs to measure")
    }
    return names.filter { $0.hasSuffix(".nf") }.sorted().map { "\(directory)/\($0)" }
  }

  /// The table; `progress` is told what is being measured.
  public func table(progress: (String) -> Void) throws(DriverError) -> String {
    var rows = [Self.heading]
    for file in files {
      progress("measuring \(file)")
      rows.append(try row(file))
    }
    return rows.map { $0.map { $0.padding(to: 15) }.joined() }.joined(separator: "\n")
  }

  private static let heading = [
    "program", "check+lower", "plan", "generate", "clang", "interpreter", "host, 1 k", "host, 64 k",
  ]

  private func row(_ file: String) throws(DriverError) -> [String] {
    let lower = try Self.median { () throws(DriverError) in _ = try ProgramSource(path: file) }
    let source = try ProgramSource(path: file)
    let plan = try Self.median { () throws(DriverError) in
      _ = try Planned(source, PlanningRequest(target: "xdp"))
    }
    let bundle = FileManager.default.temporaryDirectory.path + "/cora-bench-\(UUID().uuidString).cora"
    defer { try? FileManager.default.removeItem(atPath: bundle) }
    let compilation = Compilation(try Planned(source, PlanningRequest(target: "xdp")))
    try compilation.write(to: bundle)
    let small = try Self.trace(flows: 1_000), large = try Self.trace(flows: 64_000)
    let interpreted = try DriverError.wrapping {
      try (0..<Self.passes).map { _ in try measureThroughput(program: source.program, trace: large, repetitions: 3) }
    }
    return [
      source.program.name, Self.milliseconds(lower), Self.milliseconds(plan),
      Self.milliseconds(compilation.times.generate), Self.milliseconds(compilation.times.clang),
      String(format: "%.2f Mpps", Self.middle(interpreted) / 1e6), try Self.host(bundle, small), try Self.host(bundle, large),
    ]
  }

  /// Nanoseconds per packet of the host half, in bursts of 32.
  private static func host(_ bundle: String, _ trace: Trace) throws(DriverError) -> String {
    let half = try HostSite(try DriverError.wrapping { try Bundle(opening: bundle) }, tables: .empty)
    _ = half.nanosecondsPerPacket(trace)
    let samples = (0..<passes).map { _ in half.nanosecondsPerPacket(trace) }
    return String(format: "%.0f ns", middle(samples))
  }

  private static func trace(flows: Int) throws(DriverError) -> Trace {
    var traffic = SyntheticTraffic()
    traffic.flows = flows
    traffic.packets = 300_000
    traffic.sizes = .fixed(64)
    traffic.startTime = 0
    return try DriverError.wrapping { try traffic.trace() }
  }

  private static func median(_ body: () throws(DriverError) -> Void) throws(DriverError) -> Double {
    var samples: [Double] = []
    for _ in 0..<passes {
      let start = DispatchTime.now().uptimeNanoseconds
      try body()
      samples.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
    }
    return middle(samples)
  }

  private static func middle(_ samples: [Double]) -> Double { samples.sorted()[samples.count / 2] }
  private static func milliseconds(_ value: Double) -> String { String(format: "%.1f ms", value) }
}
