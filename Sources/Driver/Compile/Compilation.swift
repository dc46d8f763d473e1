import Bundle
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Diagnostics
import Foundation
import IR
import Plan
import Planner
import Traffic

/// Makes a bundle from a plan: generates both halves, compiles them, and writes the reports.
public final class Compilation {
  /// Milliseconds by stage, for who measures.
  public struct Times: Sendable {
    public var generate = 0.0
    public var clang = 0.0
  }

  public let planned: Planned
  private let program: Program
  public private(set) var times = Times()

  public init(_ planned: Planned) {
    self.planned = planned
    program = planned.source.program.withoutDirectories
  }

  /// The parts of the plan that the generators could not make are errors: nothing is left behind.
  public func write(to directory: String) throws(DriverError) {
    let clang = try Clang()
    let generated = try timed(\.generate) { () throws(DriverError) in try generate() }
    do {
      let writer = try BundleWriter(at: directory)
      try writer.add(.source, planned.source.file.bytes)
      for file in planned.source.imports { try writer.add(import: file.path, file.bytes) }
      try writer.add(.program, program.text)
      if let device = planned.deviceText { try writer.add(.device, device.yaml) }
      try writer.add(.traffic, planned.traffic.profile.yaml)
      try writer.add(.plan, json: planned.result.plan)
      try writer.add(.layout, json: generated.layout)
      try writer.add(.reportText, reportText)
      try writer.add(.reportJSON, json: PlanReport(planned.result))
      try writer.add(.hostSource, generated.host)
      try writer.add(.nicSource, generated.nic)
      try compile(with: clang, into: writer, port: generated.port)
      try writer.finish(
        generator: Version.generator, program: program.name, target: planned.device.name,
        inputs: inputs)
    } catch let error as DriverError {
      throw error
    } catch {
      throw DriverError("\(error)")
    }
  }

  private struct Generated {
    var layout: ProgramLayout
    var host: String
    var nic: String
    var port: String
  }

  private func generate() throws(DriverError) -> Generated {
    let plan = planned.result.plan
    return try DriverError.wrapping {
      Generated(
        layout: ProgramLayout(program, plan, pathNames: planned.result.paths.map(\.id)),
        host: try hostSource(program, plan), nic: try nicSource(program, plan), port: portSource)
    }
  }

  private func compile(with clang: Clang, into writer: BundleWriter, port: String) throws {
    let portFile = "port.bpf.c"
    try port.write(toFile: writer.staging + "/" + portFile, atomically: false, encoding: .utf8)
    try timed(\.clang) { () throws(DriverError) in
      let directory = writer.staging
      try clang.compileBPF(BundleFile.nicSource.rawValue, to: BundleFile.nicObject.rawValue, in: directory)
      try clang.compileBPF(portFile, to: BundleFile.portObject.rawValue, in: directory)
      try clang.compileHost(BundleFile.hostSource.rawValue, to: BundleFile.hostObject.rawValue, in: directory)
    }
    try FileManager.default.removeItem(atPath: writer.staging + "/" + portFile)
    for file in [BundleFile.nicObject, .portObject, .hostObject] { try writer.adopt(file) }
  }

  private func timed<Result>(
    _ part: WritableKeyPath<Times, Double>, _ body: () throws(DriverError) -> Result
  ) throws(DriverError) -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { times[keyPath: part] += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6 }
    return try body()
  }

  private var reportText: String { planned.result.text(traffic: planned.traffic.profile, trafficName: "profile") }

  private var inputs: [String: String] {
    let settings = planned.source.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var inputs = [
      "source": sha256(planned.source.file.bytes), "device": planned.deviceDigest, "traffic": planned.traffic.digest,
      "settings": sha256(Array(settings.joined(separator: "\n").utf8)),
    ]
    for file in planned.source.imports { inputs["import " + file.path] = sha256(file.bytes) }
    return inputs
  }
}
