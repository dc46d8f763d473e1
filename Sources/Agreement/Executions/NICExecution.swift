import Halves
import TraceGenerator
import Wire

/// The NIC half alone, in the kernel's test runs.
public final class NICExecution: Execution {
  private let half: NICHalf
  private var clock: UInt64 = 0
  public private(set) var tally = Tally()

  public init(_ built: Built) throws {
    let settings = NICHalf.Settings(parameters: built.layout.defaultParameters, isTest: true)
    half = try NICHalf(object: built.nicObject, layout: built.layout, settings: settings)
    try half.clearRings()
  }

  public var takesAnyFrame: Bool { false }

  public func run(_ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void) throws {
    for index in steps.indices {
      clock = max(clock, steps[index].time)
      switch try half.run(steps[index].bytes, port: steps[index].port, now: clock) {
      case .decided(let outcome, let packet):
        tally.onNIC += 1
        try packet.withUnsafeBytes { try left(index, outcome, $0) }
      case .punted(let punt): try punt.packet.withUnsafeBytes { try left(index, nil, $0) }
      }
    }
  }

  public func perform(_ event: Step.Event, at step: Step) throws {
    clock = max(clock, step.time)
    if event == .expire { try half.sweep(now: clock) }
  }

  public func sweep(now: UInt64) throws { try half.sweep(now: max(clock, now)) }

  public func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try half.configure(table, index: index, values: values)
    case .rows(let table, let rows): try half.configure(table, rows: rows.map(\.forHalves))
    }
  }

  public func snapshot() throws -> StateSnapshot { try half.snapshot(now: clock) }

  public func pathCounts() throws -> [PathCount] {
    try half.pathCounts().map { PathCount(packets: $0.packets, bytes: $0.bytes) }
  }
}
