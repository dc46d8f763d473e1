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
