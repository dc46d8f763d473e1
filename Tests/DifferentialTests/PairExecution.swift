import Driver
import Halves
import TraceGenerator
import Wire

/// Both halves, with records that go to the NIC when they are made and change sides at random later.
final class PairExecution: Execution {
  private let pair: SplitPair
  private var promotesNow = false

  init(_ built: Built) throws {
    pair = try SplitPair(nicObject: built.nicObject, hostObject: built.hostObject, layout: built.layout)
    pair.promotes = { [unowned self] _, _ in promotesNow }
  }

  func takes(_ frame: [UInt8]) -> Bool { pair.takes(frame) }

  func run(_ step: Step, _ bytes: inout [UInt8]) throws -> Outcome? {
    promotesNow = step.promotes
    return try pair.run(&bytes, port: step.port, now: step.time)
  }

  func perform(_ event: Step.Event, at step: Step) throws {
    let (host, mover) = (pair.host, pair.mover)
    switch event {
    case .expire:
      host.expire(now: step.time)
      try pair.nic.sweep(now: step.time)
    case .recallAll:
      for group in host.layout.groups.indices { mover.demote(group: group, slots: host.slots(group: group)) }
    case .move(let group, let slot):
      guard slot < host.layout.groups[group][0].capacity else { return }
      if host.isOnNIC(group: group, slot: slot) {
        mover.demote(group: group, slot: slot)
      } else {
        mover.promote(group: group, slot: slot)
      }
    }
  }

  func sweep(now: UInt64) throws { try pair.nic.sweep(now: now) }

  func configure(_ change: TableChange) throws {
    switch change {
    case .element(let table, let index, let values): try pair.configure(table, index: index, values: values)
    case .rows(let table, let rows):
      try pair.host.configure(table, rows: rows.map(\.forHalves))
      try pair.nic.configure(table, rows: rows.map(\.forHalves))
    }
  }

  func snapshot() throws -> StateSnapshot { try pair.snapshot() }

  func pathCounts() throws -> [PathCount] {
    zip(pair.host.paths, try pair.nic.pathCounts()).map {
      PathCount(packets: $0.packets + $1.packets, bytes: $0.bytes + $1.bytes)
    }
  }

  var tally: Tally {
    let (runs, moves) = (pair.counters, pair.mover.counters)
    return Tally(
      onNIC: runs.onNIC, restarted: runs.restarted, resumed: runs.resumed, promoted: moves.promoted,
      takenBack: moves.recalled + moves.discarded, full: moves.full, failed: moves.failed + moves.lost)
  }
}
