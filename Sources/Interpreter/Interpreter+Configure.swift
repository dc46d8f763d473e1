import IR

extension Interpreter {
  /// Writes an element of a `config table`, one value per field; rings over the table are built anew.
  ///
  /// - Throws: `InterpreterError`; nothing has changed then.
  public func configure(table: String, index: Int, values: [UInt64]) throws {
    guard let state = program.state(named: table), let array = program[state].array, array.isConfig else {
      throw InterpreterError.noSuchTable(name: table)
    }
    guard (0..<array.size).contains(index) else {
      throw InterpreterError.indexOutOfRange(table: table, index: index, size: array.size)
    }
    guard values.count == array.value.count else {
      throw InterpreterError.wrongFieldCount(table: table, given: values.count, expected: array.value.count)
    }
    for (field, value) in zip(array.value, values) where value & ~field.type.mask != 0 {
      throw InterpreterError.valueOutOfRange(table: table, field: field.name, value: value, bits: field.type.bits)
    }
    let store = machine.stores.arrays[state.index]
    for (field, value) in values.enumerated() { store.words[index * store.fields + field] = value }
    for ring in machine.stores.ringStates where machine.stores.rings[ring].backends == state.index {
      machine.stores.rings[ring].rebuild(from: store)
    }
  }

  /// The slots of a Maglev ring as they are: backend indices, `Maglev.none` for none. Nil for another name.
  public func ring(named name: String) -> [UInt32]? {
    guard let state = program.state(named: name)?.index, machine.stores.ringStates.contains(state) else { return nil }
    let ring = machine.stores.rings[state]
    return Array(UnsafeBufferPointer(start: ring.slots, count: ring.size))
  }
}
