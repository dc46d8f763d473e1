import IR

extension PathSolver {
  /// Ways to find a row, or none: a key that a row matches, a row for the key at hand, no row for it.
  mutating func tableLookup(_ state: StateID, _ key: [Value], hits: Bool) -> [Recipe] {
    guard let table = program[state].table else { return [] }
    let now = key.map { known($0) }
    let present = rows[state.index]
    guard hits else {
      let others = present.filter { !$0.matches(now) }
      let drawn = key.flatMap { solve($0, random.next() & program.type(of: $0).mask).prefix(2) }
      return drawn + [changed(state, to: others)]
    }
    var ways: [Recipe] = []
    for _ in 0..<min(4, present.count) {
      let row = present[random.below(present.count)]
      ways += all(zip(key, zip(row.matches, now)).map { ($0, $1.0.nearest(to: $1.1)) }).prefix(2)
    }
    if present.count < table.capacity {
      let values = table.value.map { value($0.type) }
      ways.append(changed(state, to: [row(table, for: now, values)] + present))
    }
    return ways
  }

  /// Ways to find a row that holds the number: another row, or the row at hand changed.
  mutating func tableField(_ state: StateID, _ key: [Value], _ field: Int, _ number: UInt64) -> [Recipe] {
    let now = key.map { known($0) }
    let present = rows[state.index]
    let holders = present.filter { $0.values[field] == number }
    var ways: [Recipe] = []
    if !holders.isEmpty {
      let row = holders[random.below(holders.count)]
      ways += all(zip(key, zip(row.matches, now)).map { ($0, $1.0.nearest(to: $1.1)) }).prefix(2)
    }
    let changed = present.map { row in
      var row = row
      if row.matches(now) { row.values[field] = number }
      return row
    }
    return ways + [self.changed(state, to: changed)]
  }

  private func changed(_ state: StateID, to rows: [TableRow]) -> Recipe {
    Recipe(changes: [.rows(table: program[state].name, rows: rows)])
  }

  /// A row that matches this key alone.
  private func row(_ table: TableState, for key: [UInt64], _ values: [UInt64]) -> TableRow {
    var ranges: Set<Int> = []
    if case .ternary(let fields) = table.match { ranges = fields }
    let matches = table.key.indices.map { index -> FieldMatch in
      ranges.contains(index)
        ? .range(key[index], key[index]) : .masked(key[index], mask: table.key[index].type.mask)
    }
    return TableRow(matches: matches, values: values)
  }

  /// Small numbers more often than others: what rows hold is mostly a port, an action or an index.
  private mutating func value(_ type: IntType) -> UInt64 {
    random.below(3) == 0 ? random.next() & type.mask : UInt64(random.below(4)) & type.mask
  }
}

extension FieldMatch {
  /// The number that it holds for and that has the most in common with `number`.
  func nearest(to number: UInt64) -> UInt64 {
    switch self {
    case .masked(let value, let mask): value | number & ~mask
    case .range(let low, let high): min(max(number, low), high)
    }
  }
}
