import Driver
import Foundation
import IR
import Interpreter
import Testing
import TraceGenerator
import Wire

/// A packet that came, and what became of it.
struct Passage {
  var packet: [UInt8]
  /// The port it came by, by name.
  var port: String
  /// Nanoseconds.
  var time: UInt64
  /// The port it left by; nil when it did not.
  var exit: String?
  /// The packet as it left.
  var output: [UInt8]

  var before: PacketView? { PacketView(packet) }
  var after: PacketView? { PacketView(output) }
}

/// What holds for all traffic through a function, told from the packets that come and leave, and their times, alone.
protocol TrafficProperty: Sendable {
  init(_ program: Program)
  /// Takes the next packet. Returns what is wrong, or nil.
  mutating func observe(_ passage: Passage) -> String?
  /// A config table has changed.
  mutating func tablesChanged()
  /// Packets that it said something about.
  var applied: Int { get }
}

extension TrafficProperty {
  mutating func tablesChanged() {}
}

/// A conversation as one of its sides sends it.
struct Flow: Hashable, CustomStringConvertible {
  var transport: UInt8
  var from: Endpoint
  var to: Endpoint

  var reversed: Flow { Flow(transport: transport, from: to, to: from) }
  var description: String { "\(transport): \(from) to \(to)" }

  init(transport: UInt8, from: Endpoint, to: Endpoint) {
    (self.transport, self.from, self.to) = (transport, from, to)
  }

  /// Nil for what has no ports, as ICMP but echoes. `::ffff:10.0.0.1` is the host 10.0.0.1, as programs take it.
  init?(_ packet: PacketView?) {
    guard let packet, let transport = packet.transport, let from = packet.from, let to = packet.to else { return nil }
    if let icmp = packet.icmp {
      let echo = ICMPView.echoTypes(isIPv6: packet.ipv6 != nil)
      guard icmp.type == echo.request || icmp.type == echo.reply else { return nil }
    }
    self.init(transport: transport, from: from.unmapped, to: to.unmapped)
  }
}

extension Endpoint {
  /// With the IPv4 address that an IPv6 address stands for (RFC 4291, section 2.5.5.2).
  fileprivate var unmapped: Endpoint {
    guard case .v6(let address) = address, address.high == 0, address.low >> 32 == 0xffff else { return self }
    return Endpoint(.v4(IPv4Address(bits: UInt32(truncatingIfNeeded: address.low))), port)
  }
}

extension PacketView {
  /// Whether a conversation may end with it.
  var ends: Bool { tcp.map { $0.flags.contains(.rst) || $0.flags.contains(.fin) } ?? false }
}

extension Program {
  /// Nanoseconds after which records of any state die, at the earliest and at the latest; what dies at once is left out.
  var timeouts: ClosedRange<UInt64> {
    let times = states.compactMap(\.map?.expiry).flatMap { [$0.nanoseconds] + ($0.byField?.nanoseconds ?? []) }
      .filter { $0 > 1_000 }
    return (times.min() ?? .max)...(times.max() ?? .max)
  }
}

/// A program of the library under guided traffic.
struct Library {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let programs = root.appending(path: "NFPrograms")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: programs.path)) ?? [])
    .filter { $0.hasSuffix(".nf") }.map { String($0.dropLast(3)) }.sorted()

  /// Rows that lie beside the program.
  static func tables(_ name: String, for program: Program) throws -> [TableChange] {
    try ProgramSource(path: programs.appending(path: "\(name).nf").path).tablesBeside().changes(for: program)
  }

  /// Compiles a program, with changes to its text; each must apply.
  static func program(_ name: String, replacing changes: [String: String] = [:]) throws -> Program {
    let file = programs.appending(path: "\(name).nf")
    guard !changes.isEmpty else { return try ProgramSource(path: file.path).program }
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old), "'\(old)' is not in \(name).nf")
      text = text.replacing(old, with: new)
    }
    let changed = FileManager.default.temporaryDirectory.appending(path: "cora-property-\(UUID().uuidString).nf")
    defer { try? FileManager.default.removeItem(at: changed) }
    try text.write(to: changed, atomically: true, encoding: .utf8)
    return try ProgramSource(path: changed.path).program
  }

  /// Runs guided traffic until the property is broken, or to its end. Returns what is wrong, and how often it applied.
  static func check(
    _ property: any TrafficProperty, of program: Program, tables: [TableChange], packets: Int, seed: UInt64
  ) throws -> (violation: String?, applied: Int) {
    let traffic = try GuidedTraffic(program, tables: tables, seed: seed)
    let interpreter = try Interpreter(program)
    for change in tables { try change.apply(to: interpreter) }
    var property = property
    for number in 0..<packets {
      let step = traffic.next()
      for change in step.changes { try change.apply(to: interpreter) }
      if !step.changes.isEmpty { property.tablesChanged() }
      var bytes = step.bytes
      let outcome = interpreter.run(&bytes, port: step.port, now: step.time)
      let exit = outcome.verdict == .forward ? program.ports[Int(outcome.port)] : nil
      let passage = Passage(
        packet: step.bytes, port: program.ports[Int(step.port)], time: step.time, exit: exit, output: bytes)
      if let violation = property.observe(passage) { return ("packet \(number): \(violation)", property.applied) }
    }
    return (nil, property.applied)
  }
}
