import IR

/// What the last packet left behind: for who explains a path, or looks for packets that take another one.
extension Interpreter {
  /// What a value was for the last packet, if its path defined it; what an earlier packet left there if not. Nil for a
  /// value that the machine does not keep: one that nothing reads, or a comparison that only a branch reads.
  public func value(_ value: Value) -> UInt64? {
    let register = machine.registerOf[value.id]
    return register < 0 ? nil : machine.registers[register]
  }

  /// The byte at which the last packet's path bound a header. Of a header that its path did not bind it says nothing.
  public func offset(of header: HeaderID) -> Int { machine.headers[header.index] }

  /// Records of a map, those touched longest ago first: its keys and values.
  public func oldestRecords(of state: StateID, limit: Int) -> [(key: [UInt64], value: [UInt64])] {
    guard program[state].map != nil else { return [] }
    let reference = machine.stores.maps[state.index]
    let (table, index) = (reference.table.pointee, reference.index.pointee)
    var records: [(key: [UInt64], value: [UInt64])] = []
    var slot = table.order.oldest
    while slot >= 0, records.count < limit {
      let row = table.row(slot)
      let key = UnsafeBufferPointer(start: row + index.keyStart, count: index.keyWords)
      records.append((Array(key), Array(UnsafeBufferPointer(start: row + index.valueStart, count: index.valueWords))))
      slot = table.order.next(after: slot)
    }
    return records
  }

  /// Records of a map now.
  public func liveRecords(of state: StateID) -> Int {
    program[state].map == nil ? 0 : machine.stores.maps[state.index].table.pointee.count
  }

  /// The fields of an array's element, as they are; empty past its size.
  public func element(_ index: UInt64, of state: StateID) -> [UInt64] {
    guard let array = program[state].array, index < UInt64(array.size) else { return [] }
    let store = machine.stores.arrays[state.index]
    return Array(UnsafeBufferPointer(start: store.words + Int(index) * store.fields, count: store.fields))
  }
}
