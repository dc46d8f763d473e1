import Agreement
import Halves
import IR
import Interpreter
import Plan
import Wire

/// Random rows of the tables that programs look up, the same for all sites.
struct HostRows {
  private var random: SplitMix64
  let table: TableState

  /// Half of the table's capacity.
  static func make(_ table: TableState, seed: UInt64) -> [TableRow] {
    var maker = HostRows(random: SplitMix64(seed: seed), table: table)
    var rows: [TableRow] = []
    for _ in 0..<table.capacity {
      let row = maker.row()
      if table.problem(with: row) == nil, table.repeatedRow(in: rows + [row]) == nil { rows.append(row) }
    }
    return Array(rows.prefix(table.capacity / 2))
  }

  /// Gives every table of the interpreter's program rows, and hands them to `other` too.
  static func configure(
    _ interpreter: Interpreter, seed: UInt64, _ other: (String, [ProgramLayout.Row]) throws -> Void
  ) throws {
    for state in interpreter.program.states {
      guard let table = state.table else { continue }
      let rows = make(table, seed: seed)
      try interpreter.configure(table: state.name, rows: rows)
      try other(state.name, rows.map(\.forHalves))
    }
  }

  private mutating func row() -> TableRow {
    let length = prefix()
    var left = length
    let matches = table.key.indices.map { index -> FieldMatch in
      let type = table.key[index].type
      guard table.prefixFields.contains(index) else { return match(index, type) }
      let ones = min(left, type.bits)
      left -= ones
      let mask = type.mask & ~(ones >= 64 ? 0 : type.mask >> UInt64(ones))
      return .masked(number(type) & mask, mask: mask)
    }
    return TableRow(matches: matches, values: table.value.map { random.next() & $0.type.mask })
  }

  private mutating func prefix() -> Int {
    if case .longestPrefix(let bits) = table.match { min(bits, Int(random.next() % 14)) } else { 0 }
  }

  private mutating func match(_ index: Int, _ type: IntType) -> FieldMatch {
    guard case .ternary(let ranges) = table.match else { return .masked(number(type), mask: type.mask) }
    if ranges.contains(index) {
      let (left, right) = (random.next() % 200 & type.mask, random.next() % 200 & type.mask)
      return .range(min(left, right), max(left, right))
    }
    let mask = random.next() & random.next() & random.next() & type.mask
    return .masked(number(type) & mask, mask: mask)
  }

  /// Small numbers, which keys meet, and ones with high bits, which prefixes do.
  private mutating func number(_ type: IntType) -> UInt64 {
    let number = random.next()
    if type.bits > 32 { return number & type.mask }
    return (number & 15 | (number >> 40) << UInt64(max(type.bits - 8, 0))) & type.mask
  }
}
