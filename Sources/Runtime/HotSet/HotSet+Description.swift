import Halves
import Plan

extension HotSet {
  static let mostShown = 100

  /// The records that the NIC owns, hottest first.
  func description() -> DaemonProtocol.HotSet {
    DaemonProtocol.HotSet(states: groups.filter { $0.nicCapacity > 0 }.map(describe))
  }

  private func describe(_ heat: GroupHeat) -> DaemonProtocol.HotSet.State {
    let slots = (0..<heat.capacity).filter { heat.isUsed($0) && heat.isOnNIC($0) }
      .sorted { (heat.popularity[$0], $1) > (heat.popularity[$1], $0) }
    let name = mover.host.layout.groups[heat.index][0].name
    return .init(
      name: name, nicEntries: heat.owned, nicCapacity: heat.nicCapacity,
      hottest: slots.prefix(Self.mostShown).map { slot in
        .init(slot: slot, key: key(heat.index, slot), popularity: Double(heat.popularity[slot]))
      })
  }

  private func key(_ group: Int, _ slot: Int) -> [UInt64] {
    guard let record = mover.host.record(group: group, slot: slot) else { return [] }
    return mover.host.layout.groups[group][0].key.read(mover.host.key(group: group, member: 0, in: record)) ?? []
  }
}
