import Diagnostics
import Driver
import Foundation
import FrontEnd
import IR
import Interpreter
import Testing
import Wire

/// A program of the library, compiled and running in the interpreter, with a clock and named ports.
final class Rig {
  let interpreter: Interpreter
  /// Nanoseconds.
  private(set) var now: UInt64 = 1_000_000_000

  var program: Program { interpreter.program }

  /// - Parameters:
  ///   - replacing: changes of the source, such as a smaller capacity; each must apply.
  ///   - withRows: config tables get the rows of `NAME.config.yaml` beside the program, where there is one.
  convenience init(
    _ name: String, settings: [String: String] = [:], replacing: [String: String] = [:], withRows: Bool = false
  ) throws {
    var text = try String(contentsOf: Library.programs.appendingPathComponent("\(name).nf"), encoding: .utf8)
    for (old, new) in replacing {
      try #require(text.contains(old), "'\(old)' is not in \(name).nf")
      text = text.replacing(old, with: new)
    }
    try self.init(source: text, settings: settings, path: "\(name).nf")
    let rows = Library.programs.appendingPathComponent("\(name).config.yaml").path
    if withRows, FileManager.default.fileExists(atPath: rows) { try ConfigTables(path: rows).apply(to: interpreter) }
  }

  /// A program of the test's own, which must be well-formed.
  ///
  /// - Parameter imports: texts of other files, by path.
  init(
    source text: String, settings: [String: String] = [:], path: String = "test.nf", imports: [String: String] = [:]
  ) throws {
    var log = DiagnosticLog()
    let program = compileToIR(
      SourceFile(path: path, text: text), settings: settings,
      imports: { path in imports[path].map { SourceFile(path: path, text: $0) } }, reportingTo: &log)
    let compiled = try #require(program, "\(log.rendered())")
    #expect(compiled.verify().isEmpty)
    interpreter = try Interpreter(compiled)
  }

  /// What became of a packet.
  struct Delivery: Hashable {
    enum Fate: Hashable {
      case out(String)
      case dropped(String)
      case controlPlane
    }
    var fate: Fate
    var bytes: [UInt8]
    /// Ports that copies left by, and streams that records were given to, in order.
    var mirrors: [String] = []
    var exports: [String] = []

    var view: PacketView? { PacketView(bytes) }
    var isDropped: Bool { if case .dropped = fate { true } else { false } }
    /// Out with the same bytes it came with, for functions that rewrite nothing.
    func isUnchanged(_ packet: [UInt8]) -> Bool { bytes == packet }
  }

  /// Sends a packet, some seconds after the last one.
  @discardableResult
  func send(_ packet: [UInt8], from port: String, after seconds: Double = 0.001) -> Delivery {
    now += UInt64(seconds * 1e9)
    return run(packet, port: UInt16(program.ports.firstIndex(of: port) ?? 0), now: now)
  }

  /// Sends a packet at a time of its own.
  func run(_ packet: [UInt8], port: UInt16, now: UInt64) -> Delivery {
    var bytes = packet
    let outcome = interpreter.run(&bytes, port: port, now: now)
    let fate: Delivery.Fate =
      switch outcome.verdict {
      case .forward: .out(program.ports[Int(outcome.port)])
      case .drop: .dropped(reason(outcome.reason))
      case .controlPlane: .controlPlane
      }
    return Delivery(
      fate: fate, bytes: bytes, mirrors: outcome.mirrored.map { program.ports[Int($0.port)] },
      exports: outcome.exported.map { program.streams[$0.stream].name })
  }

  private func reason(_ index: UInt16) -> String {
    let own = OwnReason(rawValue: Int(index) - program.reasons.count)
    return own?.text ?? program.reasons[Int(index)]
  }

  func live(_ map: String) -> Int { interpreter.observations.first { $0.state == map }?.live ?? 0 }
}

/// Hosts of the tests: inside, outside, and over IPv6.
enum Host {
  static func inside(_ number: UInt8, _ port: UInt16) -> Endpoint { Endpoint(.v4(10, 0, 0, number), port) }
  static func outside(_ number: UInt8, _ port: UInt16) -> Endpoint { Endpoint(.v4(198, 51, 100, number), port) }
  static func inside6(_ number: UInt64, _ port: UInt16) -> Endpoint { Endpoint(.v6(0xfd00 << 48, number), port) }
  static func outside6(_ number: UInt64, _ port: UInt16) -> Endpoint {
    Endpoint(.v6(0x2001_0db8 << 32, number), port)
  }
}

/// Damaged forms of a packet that every program must take: cut at each length, and each header byte changed.
func damaged(_ packet: [UInt8]) -> [[UInt8]] {
  let cut = (0..<packet.count).map { Array(packet.prefix($0)) }
  let changed = (0..<min(packet.count, 62)).map { position in
    var bytes = packet
    bytes[position] ^= 0xff
    return bytes
  }
  return cut + changed
}

/// Damage that makes an IPv4 packet with a transport header malformed, whatever a program wants of it.
func malformed(_ packet: [UInt8]) -> [(what: String, bytes: [UInt8])] {
  func changed(_ position: Int, _ byte: UInt8) -> [UInt8] {
    var bytes = packet
    bytes[position] = byte
    return bytes
  }
  return [
    ("version 5", changed(14, 0x55)), ("header of 16 bytes", changed(14, 0x44)),
    ("header longer than the packet", changed(14, 0x4f)), ("total length past the end", changed(16, 0x7f)),
    ("cut in the IP header", Array(packet.prefix(30))), ("cut in the transport header", Array(packet.prefix(38))),
  ]
}
