import Driver
import Foundation
import Testing
import Wire

/// The traces beside this file: for each program of the library, packets and what becomes of them.
@Suite struct TraceTests {
  @Test(arguments: try TraceScript.all()) func `A program does what its trace says`(_ run: TraceScript.Run) throws {
    try Rig(run.program, settings: run.settings, withRows: true).follow(run, file: "\(run.program).trace")
  }

  @Test func `Every program of the library has a trace or tests of its own`() throws {
    let tested: Set = ["nat", "firewall", "lb", "policer", "flowmon"]
    let traced = Set(try TraceScript.all().map(\.program))
    #expect(Set(try Library.names()).subtracting(tested).subtracting(traced).sorted() == [])
  }
}

extension TraceScript {
  static func all() throws -> [Run] {
    let folder = Library.tests.appendingPathComponent("Traces")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".trace") }
    return try files.sorted().flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return try TraceScript(text, program: String(file.dropLast(".trace".count))).runs
    }
  }
}

enum Library {
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let programs = tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("NFPrograms")

  /// The programs' names, without `.nf`.
  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: programs.path).filter { $0.hasSuffix(".nf") }
      .map { String($0.dropLast(3)) }.sorted()
  }
}

extension Rig {
  /// Sends the packets of a run, and expects of each what the run says.
  ///
  /// - Parameter file: the name of the trace, for messages.
  func follow(_ run: TraceScript.Run, file: String) throws {
    if !run.rows.isEmpty { try ConfigTables(text: run.tables, file: file).apply(to: interpreter) }
    for step in run.steps {
      let packet = try PacketNotation.packet(step.packet)
      let delivery = send(packet, from: step.port, after: Double(step.pauseNanoseconds) / 1e9)
      let observed = delivery.words
      #expect(
        delivery.matches(step.expected),
        "\(file):\(step.line): expected '\(step.expected.joined(separator: " "))', observed '\(observed.joined(separator: " "))'")
      guard case .out = delivery.fate else { continue }
      #expect(Checksum.verify(delivery.bytes).isIntact, "\(file):\(step.line): a checksum is wrong")
    }
  }
}

extension Rig.Delivery {
  /// What became of the packet, in the words of a trace.
  var words: [String] {
    let end: [String] =
      switch fate {
      case .out(let port): [port] + PacketReading.words(bytes)
      case .dropped(let reason): ["drop", "\"\(reason)\""]
      case .controlPlane: ["control", "plane"]
      }
    return end + mirrors.flatMap { ["mirror", $0] } + exports.flatMap { ["export", $0] }
  }

  /// Whether these words stand among its own, in order.
  func matches(_ expected: [String]) -> Bool {
    var rest = words[...]
    guard expected.first == rest.first else { return false }
    for word in expected {
      guard let place = rest.firstIndex(of: word) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }
}
