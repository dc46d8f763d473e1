import Plan
import Wire

extension NICHalf {
  /// Writes an element of a config table that the NIC half has, one value per field, and makes the Maglev tables over it
  /// anew. A table that only the host half has is left alone: then this does nothing.
  public func configure(_ table: String, index: Int, values: [UInt64]) throws(NICHalfError) {
    guard let array = layout.array(named: table) else { throw .noMap(name: table) }
    guard array.isConfig else { throw .notConfigurable(name: table) }
    guard array.mode != .host else { return }
    var bytes = [UInt8](repeating: 0, count: array.element.size)
    guard bytes.withUnsafeMutableBytes({ array.element.write(values, to: $0) }) else {
      throw .wrongSize(map: table, found: values.count * 8, expected: array.element.fields.count * 8)
    }
    try map(table).setElement(index, bytes)
    for ring in layout.rings where ring.backends == table && ring.mode != .host { try refill(ring, from: array) }
  }

  private func refill(_ ring: ProgramLayout.Ring, from array: ProgramLayout.Array) throws(NICHalfError) {
    let backends = try map(array.name)
    var weights: [UInt64] = []
    for index in 0..<array.size {
      let fields = try backends.element(index).withUnsafeBytes { array.element.read($0) } ?? []
      weights.append(fields.indices.contains(ring.weightField) ? fields[ring.weightField] : 0)
    }
    try setRing(ring.name, Maglev.table(size: ring.size, weights: weights))
  }

  /// Writes a Maglev table: backend indices by slot, `.max` for none.
  public func setRing(_ ring: String, _ slots: [UInt32]) throws(NICHalfError) {
    let map = try map(ring)
    for (slot, backend) in slots.prefix(map.capacity).enumerated() {
      try map.setElement(slot, withUnsafeBytes(of: backend) { Array($0) })
    }
  }

  /// Leaves each Maglev table of the NIC half without backends, which a table of zeros would not be.
  public func clearRings() throws(NICHalfError) {
    for ring in layout.rings where ring.mode != .host {
      try setRing(ring.name, [UInt32](repeating: .max, count: ring.size))
    }
  }

  /// Deletes expired entries of the maps that are the NIC half's alone, and returns how many. A packet that touches one in
  /// between may lose it: an entry is deleted only when it has been expired for `grace` nanoseconds.
  @discardableResult
  public func sweep(now: UInt64, grace: UInt64 = 0) throws(NICHalfError) -> Int {
    var removed = 0
    for shape in layout.maps where shape.mode == .nic && shape.timeout != 0 {
      for entry in try entries(shape.name) where now > entry.head {
        let value = entry.value.withUnsafeBytes { shape.value.read($0) } ?? []
        guard now - entry.head >= shape.timeout(of: value) &+ grace else { continue }
        if try removeEntry(shape.name, entry.key) { removed += 1 }
      }
    }
    return removed
  }
}
