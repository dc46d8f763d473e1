import Plan
import Wire

extension HostHalf {
  /// Writes an element of a config table, one value per field, and makes the Maglev tables over it anew.
  public func configure(_ table: String, index: Int, values: [UInt64]) throws(HostHalfError) {
    guard let array = layout.array(named: table) else { throw .noTable(name: table) }
    guard array.isConfig else { throw .notConfigurable(name: table) }
    guard index >= 0, index < array.size else { throw .noElement(table: table, index: index, size: array.size) }
    guard values.count == array.element.fields.count else {
      throw .fieldCount(table: table, found: values.count, expected: array.element.fields.count)
    }
    guard let memory = self.table(state: array.state) else { throw .noTable(name: table) }
    let start = index * array.element.size
    array.element.write(values, to: UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + array.element.size]))
    for ring in layout.rings where ring.backends == table { refill(ring) }
  }

  /// Gives a table that programs look up its rows, in place of those it had. Of a ternary table the first row that matches
  /// is found; rows are taken as they are (`ProgramLayout.Row` says what they hold).
  public func configure(_ table: String, rows: [ProgramLayout.Row]) throws(HostHalfError) {
    guard let shape = layout.table(named: table) else { throw .noTable(name: table) }
    guard rows.count <= shape.capacity else {
      throw .tooManyRows(table: table, found: rows.count, capacity: shape.capacity)
    }
    for row in rows {
      guard row.matches.count == shape.key.fields.count else {
        throw .fieldCount(table: table, found: row.matches.count, expected: shape.key.fields.count)
      }
      guard row.values.count == shape.value.fields.count else {
        throw .fieldCount(table: table, found: row.values.count, expected: shape.value.fields.count)
      }
    }
    let numbers = rows.flatMap { row in row.matches.flatMap { [$0.first, $0.second] } + row.values }
    guard functions.pointee.configure(instance, UInt32(shape.state), numbers, UInt32(rows.count)) == 0 else {
      throw .rowsRefused(table: table)
    }
  }

  private func refill(_ ring: ProgramLayout.Ring) {
    guard let memory = table(state: ring.state) else { return }
    let slots = Maglev.table(size: ring.size, weights: weights(of: ring))
    slots.withUnsafeBytes { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(memory.count))) }
  }

  /// The weights of the ring's backends, by index.
  func weights(of ring: ProgramLayout.Ring) -> [UInt64] {
    guard let array = layout.array(named: ring.backends), let memory = table(state: array.state) else { return [] }
    return (0..<array.size).map { index in
      let start = index * array.element.size
      let fields = array.element.read(UnsafeRawBufferPointer(rebasing: memory[start..<start + array.element.size]))
      return fields.flatMap { $0.indices.contains(ring.weightField) ? $0[ring.weightField] : nil } ?? 0
    }
  }
}
