import Halves
import TraceGenerator
import Wire

/// Both halves, with records that go to the NIC when they are made and change sides at random later.
public final class PairExecution: Execution {
  private let pair: SplitPair
  private var promotesNow = false
  private let slots: Int

  /// - Parameter slots: records in slots from here on are not moved.
  public init(_ built: Built, movingSlotsBelow slots: Int = 512) throws {
    self.slots = slots
    pair = try SplitPair(nicObject: built.nicObject, hostObject: built.hostObject, layout: built.layout)
    pair.promotes = { [unowned self] _, _ in promotesNow }
  }

  public var takesAnyFrame: Bool { pair.takesAnyFrame }

  public func run(_ steps: ArraySlice<Step>, _ left: (Int, Outcome?, UnsafeRawBufferPointer) throws -> Void) throws {
    for index in steps.indices {
      promotesNow = steps[index].promotes
      var bytes = steps[index].bytes
      let outcome = try pair.run(&bytes, port: steps[index].port, now: steps[index].time)
      try bytes.withUnsafeBytes { try left(index, outcome, $0) }
    }
  }

  public func perform(_ event: Step.Event, at step: Step) throws {
    let (host, mover) = (pair.host, pair.mover)
    switch event {
    case .expire:
      host.expire(now: step.time)
      try pair.nic.sweep(now: step.time)
    case .recallAll:
      for group in host.layout.groups.indices { mover.demote(group: group, slots: host.slots(group: group)) }
    case .move(let group, let slot):
      let slot = slot % slots
      guard slot < host.layout.groups[group][0].capacity else { return }
      if host.isOnNIC(group: group, slot: slot) {
        mover.demote(group: group, slot: slot)
      } else {
        mover.promote(group: group, slot: slot)
      }
    }
  }

  public func sweep(now: UInt64) throws { try pair.nic.sweep(now: now) }

  public func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try pair.configure(table, index: index, values: values)
    case .rows(let table, let rows): try pair.configure(table, rows: rows.map(\.forHalves))
    }
  }

  public func snapshot() throws -> StateSnapshot { try pair.snapshot() }

  public func pathCounts() throws -> [PathCount] {
    zip(pair.host.paths, try pair.nic.pathCounts()).map {
      PathCount(packets: $0.packets + $1.packets, bytes: $0.bytes + $1.bytes)
    }
  }

  public var tally: Tally {
    let (runs, moves) = (pair.counters, pair.mover.counters)
    var tally = Tally()
    tally.onNIC = runs.onNIC
    tally.restarted = runs.restarted
    tally.resumed = runs.resumed
    tally.promoted = moves.promoted
    tally.takenBack = moves.recalled + moves.discarded
    tally.full = moves.full
    tally.failed = moves.failed + moves.lost
    return tally
  }
}
