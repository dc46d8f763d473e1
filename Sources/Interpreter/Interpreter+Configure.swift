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

  /// Gives a table these rows in place of those it had.
  ///
  /// - Throws: `InterpreterError`; nothing has changed then.
  public func configure(table: String, rows: [TableRow]) throws {
    guard let state = program.state(named: table), let shape = program[state].table else {
      throw InterpreterError.noSuchTable(name: table)
    }
    guard rows.count <= shape.capacity else {
      throw InterpreterError.tooManyRows(table: table, given: rows.count, capacity: shape.capacity)
    }
    for (index, row) in rows.enumerated() {
      guard let problem = shape.problem(with: row) else { continue }
      throw InterpreterError.wrongRow(table: table, row: index, problem: problem)
    }
    if let index = shape.repeatedRow(in: rows) {
      throw InterpreterError.wrongRow(table: table, row: index, problem: "an earlier row matches the same")
    }
    try machine.stores.matches[state.index].replace(rows, name: table)
  }

  /// The slots of a Maglev ring as they are: backend indices, `Maglev.none` for none. Nil for another name.
  public func ring(named name: String) -> [UInt32]? {
    guard let state = program.state(named: name)?.index, machine.stores.ringStates.contains(state) else { return nil }
    let ring = machine.stores.rings[state]
    return Array(UnsafeBufferPointer(start: ring.slots, count: ring.size))
  }
}
