import CNFABI
import Plan
import Wire

extension HostHalf {
  /// Slots in use of a group, ascending.
  public func slots(group: Int) -> [Int] {
    guard layout.groups.indices.contains(group) else { return [] }
    return (0..<Int(functions.pointee.groups[group].capacity)).filter { record(group: group, slot: $0) != nil }
  }

  /// The record's memory, or nil for a free slot. Keys and values are at the members' offsets.
  public func record(group: Int, slot: Int) -> UnsafeMutableRawPointer? {
    functions.pointee.record(instance, UInt32(clamping: group), UInt32(clamping: slot)).map(
      UnsafeMutableRawPointer.init)
  }

  /// A member's key struct in a record.
  public func key(group: Int, member: Int, in record: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
    let shape = functions.pointee.groups[group].members[member]
    return UnsafeRawBufferPointer(start: record + Int(shape.key_offset), count: Int(shape.key_size))
  }

  /// A member's value struct in a record.
  public func value(group: Int, member: Int, in record: UnsafeMutableRawPointer) -> UnsafeMutableRawBufferPointer {
    let shape = functions.pointee.groups[group].members[member]
    return UnsafeMutableRawBufferPointer(start: record + Int(shape.value_offset), count: Int(shape.value_size))
  }

  /// Nanoseconds of the record's last touch.
  public func lastSeen(group: Int, slot: Int) -> UInt64 {
    functions.pointee.last_seen(instance, UInt32(group), UInt32(slot))
  }

  /// Nanoseconds after its last touch that the record dies, by its owner's word; 0: never.
  public func timeout(group: Int, slot: Int) -> UInt64 {
    functions.pointee.timeout(instance, UInt32(group), UInt32(slot))
  }

  /// True while the NIC owns the record.
  public func isOnNIC(group: Int, slot: Int) -> Bool {
    functions.pointee.owner(instance, UInt32(group), UInt32(slot)) == UInt32(CORA_OWNER_NIC)
  }

  /// The memory of an array, sketch, ring, queue or tally; nil for other states.
  public func table(state: Int) -> UnsafeMutableRawBufferPointer? {
    var bytes = 0
    guard let base = functions.pointee.table(instance, UInt32(clamping: state), &bytes) else { return nil }
    return UnsafeMutableRawBufferPointer(start: base, count: bytes)
  }

  /// All states as the host has them. What the NIC owns is there with the host's copy of its values.
  public func snapshot() -> StateSnapshot {
    var snapshot = StateSnapshot()
    for (group, members) in layout.groups.enumerated() {
      for map in members { snapshot.maps[map.name] = [] }
      for slot in slots(group: group) { add(group, slot, members, to: &snapshot) }
      for map in members { snapshot.maps[map.name]?.sort(by: StateSnapshot.inKeyOrder) }
    }
    for array in layout.arrays { snapshot.arrays[array.name] = elements(of: array) }
    for sketch in layout.sketches { snapshot.sketches[sketch.name] = counters(of: sketch) }
    for queue in layout.queues { snapshot.queues[queue.name] = elements(of: queue) }
    for tally in layout.tallies { snapshot.tallies[tally.name] = counts(of: tally) }
    return snapshot
  }

  private func add(_ group: Int, _ slot: Int, _ members: [ProgramLayout.Map], to snapshot: inout StateSnapshot) {
    guard let record = record(group: group, slot: slot) else { return }
    let lastSeen = members[0].timeout == 0 ? 0 : lastSeen(group: group, slot: slot)
    for (member, map) in members.enumerated() {
      let entry = StateSnapshot.Entry(
        key: map.key.read(key(group: group, member: member, in: record)) ?? [],
        value: map.value.read(UnsafeRawBufferPointer(value(group: group, member: member, in: record))) ?? [],
        lastSeen: lastSeen)
      snapshot.maps[map.name]?.append(entry)
    }
  }

  private func elements(of array: ProgramLayout.Array) -> [[UInt64]] {
    guard let memory = table(state: array.state) else { return [] }
    return (0..<array.size).compactMap { index in
      let start = index * array.element.size
      guard start + array.element.size <= memory.count else { return nil }
      return array.element.read(UnsafeRawBufferPointer(rebasing: memory[start..<start + array.element.size]))
    }
  }

  private func counters(of sketch: ProgramLayout.Sketch) -> [Int: UInt64] {
    guard let memory = table(state: sketch.state) else { return [:] }
    var counters: [Int: UInt64] = [:]
    if sketch.cellBits == 8 {
      for (position, count) in memory.enumerated() where count != 0 { counters[position] = UInt64(count) }
    } else {
      for (position, count) in memory.bindMemory(to: UInt64.self).enumerated() where count != 0 {
        counters[position] = count
      }
    }
    return counters
  }
}
