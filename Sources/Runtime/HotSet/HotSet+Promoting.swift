extension HotSet {
  /// How long a record may wait for a quiet moment before it is given up; the next interval finds it again.
  static let patienceNanoseconds: UInt64 = 50_000_000

  /// After each burst: a waiting record that was used in it may go if no further packet of the burst's flows is under way.
  func afterBurst() {
    for heat in groups where heat.waiting.count > 0 {
      budget = policy.batch
      var index = 0
      while index < heat.waiting.count, budget > 0 {
        let record = heat.waiting.records[index]
        let hits = heat.hostHits(Int(record.slot))
        if hits != record.hits {
          heat.waiting.saw(hits: hits, at: index)
          if leave(heat, index, when: { quiet.isBurstQuiet }) { continue }
        }
        index += 1
      }
    }
  }

  /// Sends the waiting records whose flows are quiet; gives up those that have waited too long.
  func settle(_ heat: GroupHeat, _ now: UInt64) {
    var index = 0
    while index < heat.waiting.count, budget > 0 {
      let record = heat.waiting.records[index]
      if !isStillWanted(heat, Int(record.slot)) {
        heat.waiting.remove(at: index)
      } else if !leave(heat, index, when: { quiet.isQuiet(bucket: record.bucket) }) {
        if now > record.since + Self.patienceNanoseconds {
          heat.waiting.remove(at: index)
          moves.refused += 1
        } else {
          index += 1
        }
      }
    }
  }

  private func isStillWanted(_ heat: GroupHeat, _ slot: Int) -> Bool { heat.isUsed(slot) && !heat.isOnNIC(slot) }

  /// Sends a waiting record to the NIC; false when it is not the moment.
  private func leave(_ heat: GroupHeat, _ index: Int, when isQuiet: () -> Bool) -> Bool {
    let slot = Int(heat.waiting.records[index].slot)
    guard isStillWanted(heat, slot), promote(heat, slot, when: isQuiet) else { return false }
    heat.waiting.remove(at: index)
    return true
  }

  /// Hands a record to the NIC if its flows are quiet; makes room where there is none.
  func promote(_ heat: GroupHeat, _ slot: Int, when isQuiet: () -> Bool) -> Bool {
    guard isQuiet(), heat.hasRoom || makeRoom(heat) else { return false }
    budget -= 1
    guard mover.promote(group: heat.index, slot: slot, when: isQuiet) else { return false }
    heat.count(1)
    heat.popularity.restart(slot)
    moves.promoted += 1
    return true
  }

  /// Takes cold records back, several at once: where the NIC half stores to values, each time costs a wait for its packets.
  private func makeRoom(_ heat: GroupHeat) -> Bool {
    victims.removeAll(keepingCapacity: true)
    while victims.count < policy.batch, let slot = heat.nextVictim() { victims.append(slot) }
    let taken = mover.demote(group: heat.index, slots: victims)
    budget -= taken
    heat.count(-taken)
    moves.demoted += UInt64(taken)
    return taken > 0
  }
}
