import Halves
import IR
import Plan
import TraceGenerator
import Wire

/// A deployment of a program that is held against the interpreter.
protocol Execution: AnyObject {
  /// Whether the packet reaches the program at all.
  func takes(_ frame: [UInt8]) -> Bool
  /// Runs the step's packet; nil when no site that is there decides it.
  func run(_ step: Step, _ bytes: inout [UInt8]) throws -> Outcome?
  func perform(_ event: Step.Event, at step: Step) throws
  /// Deletes the expired records of the NIC half's own tables.
  func sweep(now: UInt64) throws
  func configure(_ change: TableChange) throws
  func snapshot() throws -> StateSnapshot
  /// Packets and bytes finished, by path number.
  func pathCounts() throws -> [PathCount]
  /// Packets that took the ways that tests are for.
  var tally: Tally { get }
}

extension TableRow {
  /// As halves take it.
  var forHalves: ProgramLayout.Row {
    let bounds = matches.map { match in
      switch match {
      case .masked(let value, let mask): ProgramLayout.Bounds(value, mask)
      case .range(let low, let high): ProgramLayout.Bounds(low, high)
      }
    }
    return ProgramLayout.Row(matches: bounds, values: values)
  }
}

struct PathCount: Hashable {
  var packets: UInt64
  var bytes: UInt64
}

/// How often what a test is for happened.
struct Tally: Hashable {
  var onNIC: UInt64 = 0
  var restarted: UInt64 = 0
  var resumed: UInt64 = 0
  var promoted: UInt64 = 0
  var takenBack: UInt64 = 0
  /// Records that found no room on the NIC.
  var full: UInt64 = 0
  /// Hand-overs that failed: there must be none.
  var failed: UInt64 = 0

  static func + (left: Tally, right: Tally) -> Tally {
    Tally(
      onNIC: left.onNIC + right.onNIC, restarted: left.restarted + right.restarted,
      resumed: left.resumed + right.resumed, promoted: left.promoted + right.promoted,
      takenBack: left.takenBack + right.takenBack, full: left.full + right.full, failed: left.failed + right.failed)
  }
}

/// The host half alone.
final class HostExecution: Execution {
  private let half: HostHalf

  init(_ built: Built) throws { half = try HostHalf(path: built.hostObject, layout: built.layout) }

  func takes(_ frame: [UInt8]) -> Bool { true }

  func run(_ step: Step, _ bytes: inout [UInt8]) throws -> Outcome? {
    half.run(&bytes, port: step.port, now: step.time)
  }

  func perform(_ event: Step.Event, at step: Step) throws {
    if event == .expire { half.expire(now: step.time) }
  }

  func sweep(now: UInt64) throws {}

  func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try half.configure(table, index: index, values: values)
    case .rows(let table, let rows): try half.configure(table, rows: rows.map(\.forHalves))
    }
  }

  func snapshot() throws -> StateSnapshot { half.snapshot() }
  func pathCounts() throws -> [PathCount] { half.paths.map(PathCount.init) }
  var tally: Tally { Tally() }
}

/// The NIC half alone, in the kernel's test runs.
final class NICExecution: Execution {
  private let half: NICHalf
  private var clock: UInt64 = 0
  private(set) var tally = Tally()

  init(_ built: Built) throws {
    let settings = NICHalf.Settings(parameters: built.layout.defaultParameters, isTest: true)
    half = try NICHalf(object: built.nicObject, layout: built.layout, settings: settings)
    try half.clearRings()
  }

  func takes(_ frame: [UInt8]) -> Bool { half.runs(frame) }

  func run(_ step: Step, _ bytes: inout [UInt8]) throws -> Outcome? {
    clock = max(clock, step.time)
    guard case .decided(let outcome, let packet) = try half.run(bytes, port: step.port, now: clock) else { return nil }
    tally.onNIC += 1
    bytes = packet
    return outcome
  }

  func perform(_ event: Step.Event, at step: Step) throws {
    clock = max(clock, step.time)
    if event == .expire { try half.sweep(now: clock) }
  }

  func sweep(now: UInt64) throws { try half.sweep(now: max(clock, now)) }

  func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try half.configure(table, index: index, values: values)
    case .rows(let table, let rows): try half.configure(table, rows: rows.map(\.forHalves))
    }
  }

  func snapshot() throws -> StateSnapshot { try half.snapshot(now: clock) }

  func pathCounts() throws -> [PathCount] {
    try half.pathCounts().map { PathCount(packets: $0.packets, bytes: $0.bytes) }
  }
}
