import Driver
import Foundation
import IR
import Testing
import TraceGenerator
import Wire

/// A host half with a planted fault: from some packet of a path on, it does something else.
final class FaultyExecution: Execution {
  enum Fault: Sendable, CaseIterable {
    /// The sixth byte of the packet changes.
    case bytes
    case verdict
    /// The packet is run twice, so that counters are too high; the outcome is right.
    case counters
    /// A config table's row is not written.
    case configuration
  }

  /// Packets of the path that come through right.
  static let patience = 3
  private let half: HostExecution
  private let fault: Fault
  private let path: UInt32
  private var seen = 0

  init(_ built: Built, _ fault: Fault, path: UInt32) throws {
    half = try HostExecution(built)
    self.fault = fault
    self.path = path
  }

  func takes(_ frame: [UInt8]) -> Bool { half.takes(frame) }

  func run(_ step: Step, _ bytes: inout [UInt8]) throws -> Outcome? {
    let outcome = try half.run(step, &bytes)
    guard outcome?.path == path else { return outcome }
    seen += 1
    guard seen > Self.patience else { return outcome }
    switch fault {
    case .bytes: bytes[5] ^= 1
    case .verdict: return outcome.map { Outcome(verdict: $0.verdict == .drop ? .controlPlane : .drop, path: $0.path) }
    case .counters:
      var again = step.bytes
      _ = try half.run(step, &again)
    case .configuration: break
    }
    return outcome
  }

  func configure(_ change: TableChange) throws {
    if fault == .configuration, case .element(_, 3, _) = change { return }
    try half.configure(change)
  }

  func sweep(now: UInt64) throws { try half.sweep(now: now) }

  func perform(_ event: Step.Event, at step: Step) throws { try half.perform(event, at: step) }
  func snapshot() throws -> StateSnapshot { try half.snapshot() }
  func pathCounts() throws -> [PathCount] { try half.pathCounts() }
  var tally: Tally { half.tally }
}

/// Faults that are there must be found, and what shows them be short.
@Suite struct CanaryTests {
  @Test(arguments: FaultyExecution.Fault.allCases)
  func findsAPlantedFault(_ fault: FaultyExecution.Fault) throws {
    let built = try Workshop.bundle(.balancer, .planner(.hostOnly))
    let path = try Self.commonPath(built)
    let comparison = Comparison(built: built, what: "planted fault") { try FaultyExecution($0, fault, path: path) }
    let finding = try #require(try comparison.findings(packets: 3_000, seed: 20).0)
    // One packet more than come through right, and those that such packets need before them.
    #expect(finding.steps.count <= (fault == .configuration ? 0 : 2 * (FaultyExecution.patience + 1)))
    #expect(finding.message.contains("planted fault"))
  }

  /// A path that some packets of the traffic take.
  private static func commonPath(_ built: Built) throws -> UInt32 {
    let trial = try Trial(built, HostExecution(built))
    var traffic = RandomTraffic(seed: 20, configuration: built.subject.traffic)
    for _ in 0..<2_000 {
      let packet = traffic.next()
      try trial.run(Step(bytes: packet.bytes, port: packet.port, time: packet.time, salt: 9))
    }
    let counts = try trial.execution.pathCounts()
    return UInt32(try #require(counts.indices.first { counts[$0].packets >= 20 }))
  }

  @Test func aKeptStepReadsBack() throws {
    let step = Step(bytes: [0, 255, 16], port: 1, time: 12_345, salt: .max)
    #expect(Step("\(step)"[...]) == step)
    let change = TableChange.element(table: "backends", index: 3, values: [1, .max])
    let row = TableRow(matches: [.masked(10, mask: 0xff), .range(3, 900)], values: [7])
    let rows = TableChange.rows(table: "routes", rows: [row, TableRow(matches: [], values: [])])
    let empty = Step(bytes: [], port: 0, time: 1, salt: 2, changes: [change, rows, .rows(table: "t", rows: [])])
    #expect(Step("\(empty)"[...]) == empty)
    for text in ["", "1 2 3", "1 2 x 00", "70000 1 1 00", "1 1 1 0", "1 1 1 00 t[1]", "1 1 1 00 t[x]=1"] { #expect(Step(text[...]) == nil) }
  }

  @Test func shrinkingKeepsWhatFails() {
    let steps = (0..<1_000).map { Step(bytes: [], port: 0, time: $0, salt: 0) }
    let needed: [UInt64] = [17, 400, 983]
    let short = Shrinking { Set(needed).isSubset(of: $0.map(\.time)) }.shrunk(steps)
    #expect(short.map(\.time) == needed)
  }
}
