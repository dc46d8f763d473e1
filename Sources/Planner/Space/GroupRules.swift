import IR
import PerfModel

/// Whether a group of records may be split, or be wholly the NIC's: `docs/hand-over.md` turned into rules.
struct GroupRules {
  private let group: RecordGroup
  private let program: Program
  private let nic: Site
  private let maps: [(index: Int, state: State, map: MapState)]
  private let uses: [StateUse]

  init(_ group: RecordGroup, _ program: Program, _ uses: [StateUse], _ nic: Site) {
    self.group = group
    self.program = program
    self.nic = nic
    self.uses = group.members.map { uses[$0.index] }
    maps = group.members.compactMap { id in program[id].map.map { (id.index, program[id], $0) } }
  }

  private var primary: MapState? { maps.first?.map }

  /// A split leaves making and removing records to the host; the NIC only uses those it was given.
  var splitBlocker: Blocker? { evictionBlocker(split: true) ?? shapeBlocker ?? wordBlocker }

  /// Wholly on the NIC, it makes, finds, expires and removes records by itself.
  var nicBlocker: Blocker? {
    evictionBlocker(split: false) ?? shapeBlocker ?? wordBlocker ?? lifeBlocker ?? capacityBlocker
  }

  private func evictionBlocker(split: Bool) -> Blocker? {
    guard primary?.full.evicts ?? false, split || !nic.can(.evictOldest) else { return nil }
    return Blocker(
      text: "exact oldest needs one owner that keeps the order of age", isExactOldest: true,
      state: group.primary.index)
  }

  private var shapeBlocker: Blocker? {
    if !nic.can(.lookup) { return .missing(.lookup, state: group.primary.index) }
    if primary?.expiry?.byField != nil, !nic.can(.expireByField) {
      return .missing(.expireByField, state: group.primary.index)
    }
    for (index, state, map) in maps {
      if let most = nic.limits.keyBytes?.value, Double(State.bytes(map.key)) > most {
        return Blocker(text: "\(state.name)'s key is longer than the card's \(Int(most)) bytes", state: index)
      }
      if let most = nic.limits.valueBytes?.value, Double(State.bytes(map.value)) > most {
        return Blocker(text: "\(state.name)'s value is longer than the card's \(Int(most)) bytes", state: index)
      }
    }
    return nil
  }

  /// A word that is read and added to, on a card that allows only one of both.
  private var wordBlocker: Blocker? {
    guard !nic.can(.readAdded) else { return nil }
    return zip(maps, uses).first { $0.1.readsAdded }.map { .missing(.readAdded, state: $0.0.index) }
  }

  private var lifeBlocker: Blocker? {
    let index = group.primary.index
    if !group.pools.isEmpty, !nic.can(.take) {
      let pools = group.pools.map { program[$0].name }.joined(separator: ", ")
      return Blocker(text: "\(pools) lives with it: \(Capability.take.missing)", capability: .take, state: index)
    }
    if !group.tallies.isEmpty, !nic.can(.tally) { return .missing(.tally, state: index) }
    if maps.count > 1, !nic.can(.insertCompanions) { return .missing(.insertCompanions, state: index) }
    if uses.contains(where: \.isInserted), !nic.can(.insert) { return .missing(.insert, state: index) }
    if uses.contains(where: \.isRemoved), !nic.can(.remove) { return .missing(.remove, state: index) }
    if primary?.expiry != nil, !nic.can(.touch) { return .missing(.touch, state: index) }
    return nil
  }

  private var capacityBlocker: Blocker? {
    let entries = maps.reduce(0) { $0 + $1.map.capacity }
    guard let most = nic.limits.entries?.value, Double(entries) > most else { return nil }
    return Blocker(text: "\(entries) entries are more than the card's \(Int(most))", state: group.primary.index)
  }
}
