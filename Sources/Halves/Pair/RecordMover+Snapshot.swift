import Plan
import Wire

extension RecordMover {
  /// The states over both sides: records with the values and last-seen of their owner, sums where both sides add. Records
  /// that are expired at `clock` (ns) are left out.
  public func snapshot(now clock: UInt64) throws -> StateSnapshot {
    let layout = host.layout
    var snapshot = host.snapshot()
    // Split records are found by the host's slots.
    guard let there = try (nic as? NICHalf)?.snapshot(now: clock, withSplitMaps: false) else { return snapshot }
    for map in layout.maps where map.mode == .nic { snapshot.maps[map.name] = there.maps[map.name] }
    for (group, members) in layout.groups.enumerated() where members[0].mode == .split {
      for (member, map) in members.enumerated() { snapshot.maps[map.name] = entries(group, member, map, clock) }
    }
    for array in layout.arrays where !array.isConfig {
      switch array.mode {
      case .host, .split: continue
      case .nic: snapshot.arrays[array.name] = there.arrays[array.name]
      case .replicated:
        snapshot.arrays[array.name] = sum(snapshot.arrays[array.name], there.arrays[array.name], array.element)
      }
    }
    for sketch in layout.sketches where sketch.mode != .host {
      let counted = snapshot.sketches[sketch.name] ?? [:]
      let most: UInt64 = sketch.cellBits == 8 ? 255 : .max
      snapshot.sketches[sketch.name] = counted.merging(there.sketches[sketch.name] ?? [:]) { min($0 &+ $1, most) }
    }
    for tally in layout.tallies { snapshot.tallies[tally.name] = counts(tally, snapshot.maps[tally.group] ?? []) }
    return snapshot
  }

  private func entries(
    _ group: Int, _ member: Int, _ map: ProgramLayout.Map, _ clock: UInt64
  ) -> [StateSnapshot.Entry] {
    let entries = host.slots(group: group).compactMap { slot -> StateSnapshot.Entry? in
      guard let record = host.record(group: group, slot: slot) else { return nil }
      let lastSeen = map.timeout == 0 ? 0 : host.lastSeen(group: group, slot: slot)
      // The NIC's records leave when a packet comes to the host; until then an expired one is no entry.
      let timeout = host.timeout(group: group, slot: slot)
      if timeout != 0, clock > lastSeen, clock - lastSeen >= timeout { return nil }
      let here = map.value.read(UnsafeRawBufferPointer(host.value(group: group, member: member, in: record)))
      let values = host.isOnNIC(group: group, slot: slot) ? mergedValue(group, member, map, record) : here
      let key = map.key.read(host.key(group: group, member: member, in: record))
      return StateSnapshot.Entry(key: key ?? [], value: values ?? here ?? [], lastSeen: lastSeen)
    }
    return entries.sorted(by: StateSnapshot.inKeyOrder)
  }

  /// A tally's counts over the records that are left.
  private func counts(_ tally: ProgramLayout.Tally, _ entries: [StateSnapshot.Entry]) -> [StateSnapshot.Count] {
    let keys = Dictionary(grouping: entries) { entry in tally.fields.map { entry.key[$0] } }
    return keys.map { StateSnapshot.Count(key: $0.key, records: UInt64($0.value.count)) }
      .sorted(by: StateSnapshot.inKeyOrder)
  }

  private func sum(_ here: [[UInt64]]?, _ there: [[UInt64]]?, _ element: StructLayout) -> [[UInt64]] {
    guard let here, let there else { return here ?? there ?? [] }
    return zip(here, there).map { left, right in
      zip(zip(left, right), element.fields).map { pair, field in (pair.0 &+ pair.1) & field.mask }
    }
  }
}
