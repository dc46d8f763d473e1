import Bundle
import struct Bundle.Bundle
import Calibration
import Foundation
import Halves
import PerfModel
import Plan
import Planner
import Traffic
import Wire

/// Predicts and measures both halves of one program after the other, under the same traffic.
final class VerificationBench {
  /// Nanoseconds per packet.
  struct Pair {
    var predicted, measured: Double
  }

  struct Result {
    var program: String
    /// Nil where the NIC does not finish all packets; `reason` says why.
    var nic: Pair?
    var host: Pair?
    var reason = ""
  }

  private let device: DeviceModel
  private let player: NICPlayer
  private let directory: String
  private let trace: Trace
  private static let rounds = 101
  /// Of the packets that a measured NIC half finishes; what a punt costs is the driver's to a large part.
  private static let leastFinished = 0.99

  init(device: DeviceModel) throws(DriverError) {
    self.device = device
    directory = FileManager.default.temporaryDirectory.path + "/cora-verify-\(UUID().uuidString)"
    trace = try Self.traffic()
    let (directory, trace) = (directory, trace)
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
      try NICPlayer.source.write(toFile: directory + "/player.bpf.c", atomically: false, encoding: .utf8)
      try Clang().compileBPF("player.bpf.c", to: "player.bpf.o", in: directory)
      player = try NICPlayer(object: directory + "/player.bpf.o")
      try player.load(trace.records.indices.map { Array(trace.bytes($0)) })
    } catch {
      try? FileManager.default.removeItem(atPath: directory)
      throw (error as? DriverError) ?? DriverError("\(error)")
    }
  }

  func removeFiles() { try? FileManager.default.removeItem(atPath: directory) }

  /// UDP packets of 64 bytes, of as many flows as fit into a cache of the second level, popular by Zipf's law.
  private static func traffic() throws(DriverError) -> Trace {
    var traffic = SyntheticTraffic()
    traffic.flows = 4_000
    traffic.packets = NICPlayer.frames
    traffic.sizes = .fixed(64)
    traffic.startTime = 1_000_000_000
    return try DriverError.wrapping { try traffic.trace() }
  }

  /// What each half takes for a program that does nothing.
  func empty() throws(DriverError) -> (nic: Double, host: Double) {
    let path = directory + "/nothing.nf"
    let text = "nf Nothing {\n  port inside, outside\n  otherwise forward other\n}\n"
    try DriverError.wrapping { try text.write(toFile: path, atomically: false, encoding: .utf8) }
    let result = try measure(path)
    return (result.nic?.measured ?? 0, result.host?.measured ?? 0)
  }

  func measure(_ file: String) throws(DriverError) -> Result {
    let source = try ProgramSource(path: file)
    let tables = try source.tablesBeside()
    let profile = try profile(of: source, tables)
    let planned = Planned(source, on: device, under: profile, strategy: .nicOnly)
    let bundle = try bundle(planned)
    defer { try? FileManager.default.removeItem(atPath: bundle.directory) }
    var result = Result(program: source.program.name)
    let demands = planned.result.prediction.demands.expected
    if demands.finishedOnNIC >= Self.leastFinished {
      result.nic = Pair(predicted: demands.nic, measured: try onNIC(bundle, tables))
    } else {
      let share = Int(demands.finishedOnNIC * 100)
      result.reason = planned.result.plan.offloads ? "its NIC half finishes \(share) % of the packets" : "nothing of it is offloaded"
    }
    result.host = Pair(
      predicted: planned.result.hostOnly.demands.expected.host, measured: try onHost(bundle, tables))
    return result
  }

  private func bundle(_ planned: Planned) throws(DriverError) -> Bundle {
    let path = directory + "/\(UUID().uuidString).cora"
    try Compilation(planned).write(to: path)
    return try DriverError.wrapping { try Bundle(opening: path) }
  }

  /// The traffic as the program sees it once its tables are full.
  private func profile(of source: ProgramSource, _ tables: ConfigTables) throws(DriverError) -> TrafficProfile {
    var observation = try TrafficObservation(source.program, tables: tables)
    let later = (trace.records.last?.time ?? 0)
    for record in trace.records.indices {
      trace.bytes(record).withUnsafeBytes { observation.unseen($0, port: 0, time: trace.records[record].time) }
    }
    for record in trace.records.indices {
      trace.bytes(record).withUnsafeBytes { observation.packet($0, port: 0, time: later + trace.records[record].time) }
    }
    guard let profile = observation.profile else { throw DriverError("\(source.file.path): no packet was observed") }
    return profile
  }

  private func onNIC(_ bundle: Bundle, _ tables: ConfigTables) throws(DriverError) -> Double {
    let layout = try DriverError.wrapping { try bundle.decode(ProgramLayout.self, from: .layout) }
    let half = try DriverError.wrapping {
      let half = try NICHalf(
        object: bundle.path(.nicObject), layout: layout, settings: .init(parameters: layout.defaultParameters))
      try half.clearRings()
      for port in layout.ports.indices { try half.map("cora_ports").setElement(port, [1, 0, 0, 0]) }
      return half
    }
    try tables.apply(to: half)
    return try DriverError.wrapping {
      let program = try half.program(port: 0)
      try player.play(program)
      return try player.nanosecondsPerPacket(program, rounds: Self.rounds)
    }
  }

  private func onHost(_ bundle: Bundle, _ tables: ConfigTables) throws(DriverError) -> Double {
    let half = try HostSite(bundle, tables: tables)
    _ = half.nanosecondsPerPacket(trace)
    return (0..<5).map { _ in half.nanosecondsPerPacket(trace) }.sorted()[2]
  }
}
