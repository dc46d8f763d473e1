import Agreement
import IR
import Synchronization
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

  var takesAnyFrame: Bool { half.takesAnyFrame }

  func run(_ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void) throws {
    for index in steps.indices { try run(steps[index...index], steps[index], left) }
  }

  private func run(
    _ one: ArraySlice<Step>, _ step: Step, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var (outcome, bytes): (Outcome?, [UInt8]) = (nil, [])
    try half.run(one) { (outcome, bytes) = ($1, Array($2)) }
    if outcome?.path == path {
      seen += 1
      if seen > Self.patience { try plant(one, &outcome, &bytes) }
    }
    try bytes.withUnsafeBytes { try left(one.startIndex, outcome, $0) }
  }

  private func plant(_ one: ArraySlice<Step>, _ outcome: inout Outcome?, _ bytes: inout [UInt8]) throws {
    switch fault {
    case .bytes: bytes[5] ^= 1
    case .verdict:
      outcome = outcome.map { Outcome(verdict: $0.verdict == .drop ? .controlPlane : .drop, path: $0.path) }
    case .counters: try half.run(one) { _, _, _ in }
    case .configuration: break
    }
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
    let finding = try #require(try comparison.findings(comparison.conversations(packets: 3_000, seed: 20), seed: 20).0)
    // One packet more than come through right, and those that such packets need before them.
    #expect(finding.steps.count <= (fault == .configuration ? 0 : 2 * (FaultyExecution.patience + 1)))
    #expect(finding.message.contains("planted fault"))
  }

  /// A path that some packets of the traffic take.
  private static func commonPath(_ built: Built) throws -> UInt32 {
    let comparison = Comparison(built: built, what: "host alone") { try HostExecution($0) }
    let counts = try Answers(built.program, built.tables, comparison.conversations(packets: 2_000, seed: 20)).counts
    return UInt32(try #require(counts.indices.first { counts[$0].packets >= 20 }))
  }

  /// A long run finds it too, keeps it and does not run that site any more.
  @Test func aLongRunFindsAPlantedFault() throws {
    let path = try Self.commonPath(Workshop.bundle(.balancer, .planner(.hostOnly)))
    var settings = Soak.Settings()
    settings.subjects = [.balancer]
    (settings.packets, settings.chunk, settings.drawn, settings.workers) = (6_000, 1_500, 0, 1)
    settings.makeExecution = { deployment, built in
      deployment.site == .host ? try FaultyExecution(built, .bytes, path: path) : try deployment.makeExecution(built)
    }
    let found = Mutex<[Finding]>([])
    let soak = Soak(settings, progress: { _ in }, found: { finding in found.withLock { $0.append(finding) } })
    let report = try soak.run()
    let row = try #require(report.rows["lb"])
    #expect(row.sites["host"]?.mismatches == 1)
    #expect(row.sites.filter { $0.key != "host" }.allSatisfy { $0.value.mismatches == 0 && $0.value.packets == 6_000 })
    #expect(found.withLock { $0.map(\.steps.count) }.allSatisfy { $0 <= 2 * (FaultyExecution.patience + 1) })
    #expect(report.text.contains("differs"))
  }

  /// A run that goes on from a report does what is left.
  @Test func aLongRunGoesOn() throws {
    var settings = Soak.Settings()
    settings.subjects = [Subject(name: "nop")]
    (settings.packets, settings.chunk, settings.drawn) = (1_000, 500, 0)
    var report = try Soak(settings, progress: { _ in }, found: { _ in }).run()
    #expect(report.rows["nop"]?.packets == 1_000)
    settings.packets = 2_000
    report = try Soak(settings, goingOnFrom: report, progress: { _ in }, found: { _ in }).run()
    #expect(report.rows["nop"]?.packets == 2_000 && report.rows["nop"]?.chunks == 4)
  }

  @Test func aKeptStepReadsBack() throws {
    let step = Step(bytes: [0, 255, 16], port: 1, time: 12_345, salt: .max)
    #expect(Step("\(step)"[...]) == step)
    let change = TableChange.element(table: "backends", index: 3, values: [1, .max])
    let row = TableRow(matches: [.masked(10, mask: 0xff), .range(3, 900)], values: [7])
    let rows = TableChange.rows(table: "routes", rows: [row, TableRow(matches: [], values: [])])
    let empty = Step(bytes: [], port: 0, time: 1, salt: 2, changes: [change, rows, .rows(table: "t", rows: [])])
    #expect(Step("\(empty)"[...]) == empty)
    let others = ["", "1 2 3", "1 2 x 00", "70000 1 1 00", "1 1 1 0", "1 1 1 00 t[1]", "1 1 1 00 t[x]=1"]
    for text in others { #expect(Step(text[...]) == nil) }
  }

  @Test func shrinkingKeepsWhatFails() {
    let steps = (0..<1_000).map { Step(bytes: [], port: 0, time: $0, salt: 0) }
    let needed: [UInt64] = [17, 400, 983]
    let short = Shrinking { Set(needed).isSubset(of: $0.map(\.time)) }.shrunk(steps)
    #expect(short.map(\.time) == needed)
  }
}
