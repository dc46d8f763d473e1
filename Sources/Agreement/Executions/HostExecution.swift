import Halves
import Plan
import TraceGenerator
import Wire

/// The host half alone, in bursts.
public final class HostExecution: Execution {
  private let half: HostHalf
  private var burst = PacketBurst(packets: HostExecution.longestBurst, longest: 2_048)

  /// Packets of a burst at most: as many as the runtime takes at once.
  private static let longestBurst = 32

  public init(_ built: Built) throws { half = try HostHalf(path: built.hostObject, layout: built.layout) }

  public var takesAnyFrame: Bool { true }

  public func run(_ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void) throws {
    var rest = steps
    while !rest.isEmpty {
      try runBurst(rest.prefix(Self.longestBurst), left)
      rest = rest.dropFirst(Self.longestBurst)
    }
  }

  private func runBurst(
    _ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    load(steps)
    let outcomes = half.decide(burst.packets)
    for (place, index) in steps.indices.enumerated() {
      let packet = burst.packets[place]
      try left(index, outcomes[place], UnsafeRawBufferPointer(start: packet.data, count: Int(packet.length)))
    }
  }

  private func load(_ steps: ArraySlice<Step>) {
    let longest = steps.reduce(0) { max($0, $1.bytes.count) }
    if longest > burst.longest { burst = PacketBurst(packets: Self.longestBurst, longest: longest) }
    burst.removeAll()
    for step in steps {
      step.bytes.withUnsafeBytes { burst.append($0, port: step.port, time: step.time) }
    }
  }

  public func perform(_ event: Step.Event, at step: Step) throws {
    if event == .expire { half.expire(now: step.time) }
  }

  public func sweep(now: UInt64) throws {}

  public func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try half.configure(table, index: index, values: values)
    case .rows(let table, let rows): try half.configure(table, rows: rows.map(\.forHalves))
    }
  }

  public func snapshot() throws -> StateSnapshot { half.snapshot() }
  public func pathCounts() throws -> [PathCount] { half.paths.map(PathCount.init) }
  public var tally: Tally { Tally() }
}
