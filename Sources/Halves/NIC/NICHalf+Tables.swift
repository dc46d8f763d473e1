import CBPF
import Plan

extension NICHalf {
  /// Gives a config table that is found by key, prefix or rules these rows in place of those it had. A table that only the
  /// host half has is left alone.
  ///
  /// Packets meanwhile find a row of the old or of the new ones; of ternary rows all change at once.
  public func configure(_ table: String, rows: [ProgramLayout.Row]) throws(NICHalfError) {
    guard let shape = layout.table(named: table) else { throw .notConfigurable(name: table) }
    guard shape.mode != .host else { return }
    guard rows.count <= shape.capacity else {
      throw .tooManyRows(table: table, found: rows.count, capacity: shape.capacity)
    }
    for (index, row) in rows.enumerated()
    where row.matches.count != shape.key.fields.count || row.values.count != shape.value.fields.count {
      throw .wrongRow(table: table, row: index)
    }
    if case .ternary = shape.match { try replaceRules(shape, rows) } else { try replaceEntries(shape, rows) }
  }

  private func replaceEntries(_ shape: ProgramLayout.Table, _ rows: [ProgramLayout.Row]) throws(NICHalfError) {
    let map = try map(shape.name)
    var wanted: Set<[UInt8]> = []
    // Of two rows with one key the first counts, as in every table.
    for row in rows {
      let key = shape.keyBytes(row, size: map.keyBytes)
      if wanted.insert(key).inserted { try map.write(key, shape.entryBytes(row)) }
    }
    for key in try map.keys() where !wanted.contains(key) { try map.remove(key) }
  }

  /// Writes the rows beside those that count, once no packet reads that half of the map any more, and lets them count at once.
  private func replaceRules(_ shape: ProgramLayout.Table, _ rows: [ProgramLayout.Row]) throws(NICHalfError) {
    let map = try map(shape.name)
    let counting = try sharedRows(shape.name)
    let first = UInt32(truncatingIfNeeded: counting.pointee) == 0 ? shape.capacity : 0
    waitForPackets()
    for (index, row) in rows.enumerated() {
      let bytes = row.matches.map(\.first) + row.matches.map(\.second)
      try map.setElement(first + index, bytes.flatMap { withUnsafeBytes(of: $0) { Array($0) } } + shape.entryBytes(row))
    }
    counting.pointee = UInt64(first) | UInt64(rows.count) << 32
  }
}

extension ProgramLayout.Table {
  /// A row's key in the map: the key struct, or the prefix's length and bytes.
  func keyBytes(_ row: ProgramLayout.Row, size: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    guard case .longestPrefix = match else {
      _ = bytes.withUnsafeMutableBytes { key.write(row.matches.map(\.first), to: $0) }
      return bytes
    }
    var (place, bits) = (4, 0)
    for (index, (field, bounds)) in zip(key.fields, row.matches).enumerated() {
      let count = (field.bits + 7) / 8
      let isPrefix = prefixFields.contains(index)
      let value = isPrefix ? bounds.first << UInt64(count * 8 - field.bits) : bounds.first
      for byte in 0..<count { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> UInt64((count - 1 - byte) * 8)) }
      let ones = bounds.second.nonzeroBitCount
      let isWhole = !isPrefix || ones == field.bits
      if isWhole { bits = (place - 4 + count) * 8 } else if ones > 0 { bits = (place - 4) * 8 + ones }
      place += count
    }
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: UInt32(bits), as: UInt32.self) }
    return bytes
  }

  /// `u64 row`, then the value struct.
  func entryBytes(_ row: ProgramLayout.Row) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 8 + value.size)
    bytes.withUnsafeMutableBytes { bytes in
      _ = value.write(row.values, to: UnsafeMutableRawBufferPointer(rebasing: bytes[8...]))
    }
    return bytes
  }
}
