import IR

// Steps over states that are no maps, and over the field that decides a record's time-out.
extension Machine {
  @inline(__always)
  func take(_ step: Code) -> Bool {
    guard let element = stores.pools[Int(step.small)].take() else { return false }
    registers[step.destination] = element
    return true
  }

  @inline(__always)
  func pick(_ step: Code) -> Bool {
    let backend = stores.rings[Int(step.small)].pick(registers[step.c])
    registers[step.destination] = UInt64(backend)
    return backend != UInt32.max
  }

  /// Operands: table in `small`, entry handle in `destination`, the key's registers from `c` on.
  func match(_ step: Code) -> Bool {
    let table = stores.matches[Int(step.small)]
    gather(step.c, into: table.key, count: table.keyWords)
    guard let row = table.find() else { return false }
    entries[Int(step.destination)] = EntryHandle(row: row, slot: 0)
    return true
  }

  /// Operands: queue in `small`, the registers of the fields from `c` on.
  func append(_ step: Code, now: UInt64) -> Bool {
    let queue = stores.queues + Int(step.small)
    guard let place = queue.pointee.append(now: now) else { return false }
    gather(step.c, into: place, count: queue.pointee.fields)
    return true
  }

  /// Operands: queue in `small`, entry handle in `destination`, whose row is a place of its own.
  func dequeue(_ step: Code, now: UInt64) -> Bool {
    stores.queues[Int(step.small)].take(now: now, into: entries[Int(step.destination)].row)
  }

  /// Operands: primary in `small`, value in `a`, entry handle in `c`, word in `d`, the sum's mask as immediate.
  func writeTimeout(_ step: Code) {
    let entry = entries[Int(step.c)]
    let word = entry.row + Int(step.d)
    let value = registers[step.a]
    word.pointee = step.opcode == .addTimeout ? (word.pointee &+ value) & step.immediate : value
    stores.tables[Int(step.small)].timeoutChanged(entry.slot)
  }
}
