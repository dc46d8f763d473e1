import Halves
import IR
import Plan
import TraceGenerator
import Wire

/// A deployment of a program that is held against the interpreter.
public protocol Execution: AnyObject {
  /// Whether it runs every frame; else those that a NIC takes (`NICHalf.frameSizes`).
  var takesAnyFrame: Bool { get }
  /// Runs packets of which only the last one may be followed by something else. Each one's outcome (nil when no site that is
  /// there decides it) and its bytes as it left, valid during the call, go to `left`, in order.
  func run(_ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void) throws
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
  public var forHalves: ProgramLayout.Row {
    let bounds = matches.map { match in
      switch match {
      case .masked(let value, let mask): ProgramLayout.Bounds(value, mask)
      case .range(let low, let high): ProgramLayout.Bounds(low, high)
      }
    }
    return ProgramLayout.Row(matches: bounds, values: values)
  }
}

/// Packets and bytes that finished by a path.
public struct PathCount: Hashable, Sendable {
  public var packets: UInt64
  public var bytes: UInt64

  public init(packets: UInt64, bytes: UInt64) {
    self.packets = packets
    self.bytes = bytes
  }
}

/// How often what a trial is for happened.
public struct Tally: Hashable, Sendable {
  public var onNIC: UInt64 = 0
  public var restarted: UInt64 = 0
  public var resumed: UInt64 = 0
  public var promoted: UInt64 = 0
  public var takenBack: UInt64 = 0
  /// Records that found no room on the NIC.
  public var full: UInt64 = 0
  /// Hand-overs that failed: there must be none.
  public var failed: UInt64 = 0

  public init() {}

  public static func + (left: Tally, right: Tally) -> Tally {
    var sum = left
    sum.onNIC += right.onNIC
    sum.restarted += right.restarted
    sum.resumed += right.resumed
    sum.promoted += right.promoted
    sum.takenBack += right.takenBack
    sum.full += right.full
    sum.failed += right.failed
    return sum
  }
}
