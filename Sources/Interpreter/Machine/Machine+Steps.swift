import IR

// The steps that are more than one expression.
extension Machine {
  /// The byte of the packet that holds the field's first bit.
  @inline(__always)
  func field(_ step: Code, _ base: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    base + (headers[Int(step.c)] &+ Int(step.d))
  }

  /// Copies the registers of a list, from `start` on, into memory.
  @inline(__always)
  func gather(_ start: Int32, into memory: UnsafeMutablePointer<UInt64>, count: Int) {
    let list = operands + Int(start)
    for index in 0..<count { memory[index] = registers[list[index]] }
  }

  @inline(__always)
  func hash(_ step: Code) -> UInt64 {
    let list = UnsafeBufferPointer(start: operands + Int(step.c), count: Int(step.d))
    return mix64(seed: step.immediate, list.lazy.map { registers[$0] })
  }

  @inline(__always)
  func adjustChecksum(_ step: Code, _ place: UnsafeMutableRawPointer) {
    let stored = UnsafeRawPointer(place).big16(0)
    let zeroRule = step.small & 1 != 0
    if zeroRule, stored == 0 { return }
    let bits = Int(step.small &>> 1)
    let updated = updatedChecksum(stored, old: registers[step.a], new: registers[step.b], bits: bits)
    place.setBig16(0, zeroRule && updated == 0 ? 0xffff : updated)
  }

  @inline(__always)
  func switchOver(_ step: Code, _ cursor: inout Cursor) {
    let value = registers[step.c]
    for index in Int(step.d)..<Int(step.d) &+ Int(step.destination) where cases[index].match == value {
      cursor.position = Int(cases[index].target)
      cursor.path &+= cases[index].increment
      return
    }
    cursor.follow(step, first: true)
  }

  /// Operands: header handle in `destination`, offset in `c`, bytes in `d`.
  @inline(__always)
  func extract(_ step: Code, length: Int) -> Bool {
    let offset = Int(truncatingIfNeeded: registers[step.c] & 0xffff_ffff)
    guard offset &+ Int(step.d) <= length else { return false }
    headers[Int(step.destination)] = offset
    return true
  }

  /// Operands: map in `small`, entry handle in `destination`, the key's registers from `c` on.
  @inline(__always)
  func lookup(_ step: Code, now: UInt64) -> Bool {
    let map = stores.maps[Int(step.small)]
    let (table, index) = (map.table, map.index)
    let key = table.pointee.scratch + index.pointee.keyStart
    gather(step.c, into: key, count: index.pointee.keyWords)
    let slot = index.pointee.find(
      key, hash: index.pointee.hash(key), rows: table.pointee.rows, stride: table.pointee.stride)
    guard slot >= 0 else {
      index.pointee.misses &+= 1
      return false
    }
    index.pointee.hits &+= 1
    let row = table.pointee.row(slot)
    if table.pointee.touchesOnHit { table.pointee.touch(slot, now: now) }
    entries[Int(step.destination)] = EntryHandle(row: row, slot: slot)
    noteUse(table.pointee, slot: slot, row, made: false)
    return true
  }

  /// Operands: primary in `small`, the registers of all keys and values, in the row's order, from `c` on.
  @inline(__always)
  func insert(_ step: Code, now: UInt64) -> Bool {
    let table = stores.tables + Int(step.small)
    let start = table.pointee.indexCount
    gather(step.c, into: table.pointee.scratch + start, count: table.pointee.stride &- start)
    let slot = table.pointee.insert(now: now)
    guard slot >= 0 else { return false }
    noteUse(table.pointee, slot: slot, table.pointee.row(slot), made: true)
    return true
  }

  @inline(__always)
  private func noteUse(_ table: RecordTable, slot: Int, _ row: UnsafeMutablePointer<UInt64>, made: Bool) {
    guard progress.pointee.recordsUse else { return }
    uses[progress.pointee.useCount] = RecordUse(
      state: table.primary, slot: slot, keyHash: row[0], isNew: made)
    progress.pointee.useCount &+= 1
  }
}
