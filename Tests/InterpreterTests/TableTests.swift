import IR
import Testing
import Wire

@testable import Interpreter

/// Looks the first 14 bytes up (vrf: u16, hi: u64, port: u16, flags: u16) and writes what it found behind them.
private func text(_ table: String) -> String {
  """
  program Tables
  port out
  reason "short"
  reason "miss"
  table rows (vrf: u16, address: u64, port: u16) -> (number: u16) capacity 2000 \(table)
  header h: words 16 bytes
  entry row: rows
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b3
  block b1 find:
    v1: u16 = load h.vrf[0:16]
    v2: u64 = load h.address[16:64]
    v3: u16 = load h.port[80:16]
    lookup rows(v1, v2, v3) as row: hit b2, miss b4
  block b2 hit:
    v4: u16 = read row.number
    store h.found[96:16] = v4
    forward out
  block b3 short:
    drop "short"
  block b4 miss:
    drop "miss"
  """
}

private let full: UInt64 = 0xffff

extension Interpreter {
  /// The value of the row that the key finds.
  fileprivate func find(_ vrf: UInt64, _ address: UInt64, _ port: UInt64) -> UInt64? {
    let (outcome, bytes) = result(
      bigEndian(vrf, bytes: 2) + bigEndian(address, bytes: 8) + bigEndian(port, bytes: 2) + [0, 0, 0, 0])
    return outcome.verdict == .forward ? number(bytes[12..<14]) : nil
  }
}

private func row(_ matches: FieldMatch..., value: UInt64) -> TableRow { TableRow(matches: matches, values: [value]) }
private func whole(_ value: UInt64, _ bits: Int = 16) -> FieldMatch { .masked(value, mask: IntType(bits).mask) }

@Suite struct TableTests {
  @Test func `An exact row is found by its whole key`() throws {
    let tables = try interpreter(text("exact"))
    #expect(tables.find(1, 2, 3) == nil)
    try tables.configure(
      table: "rows",
      rows: [row(whole(1), whole(2, 64), whole(3), value: 7), row(whole(1), whole(3, 64), whole(3), value: 8)])
    #expect(tables.find(1, 2, 3) == 7 && tables.find(1, 3, 3) == 8)
    #expect(tables.find(1, 2, 4) == nil && tables.find(0, 2, 3) == nil)
    try tables.configure(table: "rows", rows: [row(whole(1), whole(3, 64), whole(3), value: 9)])
    #expect(tables.find(1, 2, 3) == nil && tables.find(1, 3, 3) == 9)
    try tables.configure(table: "rows", rows: [])
    #expect(tables.find(1, 3, 3) == nil)
  }

  @Test func `The longest prefix wins, over both fields, in its own table only`() throws {
    let tables = try interpreter(text("prefix 80"))
    func prefix(_ vrf: UInt64, _ high: UInt64, _ low: UInt64, _ length: Int, _ value: UInt64) -> TableRow {
      let mask = length >= 64 ? UInt64.max : ~(.max >> UInt64(length))
      let lowMask = length <= 64 ? 0 : full & ~(full >> UInt64(length - 64))
      return row(whole(vrf), .masked(high, mask: mask), .masked(low, mask: lowMask), value: value)
    }
    let a: UInt64 = 0x2001_0db8_0000_0000
    try tables.configure(
      table: "rows",
      rows: [
        prefix(1, a, 0, 32, 1), prefix(1, a, 0x8000, 65, 2), prefix(1, a, 0x8001, 80, 3), prefix(1, a, 0, 64, 4),
        prefix(2, 0, 0, 0, 5),
      ])
    #expect(tables.find(1, a | 1, 0x8001) == 1)
    #expect(tables.find(1, a, 0x7fff) == 4)
    #expect(tables.find(1, a, 0x8002) == 2)
    #expect(tables.find(1, a, 0x8001) == 3)
    #expect(tables.find(1, 0x2001_0db9 << 32, 0) == nil)
    #expect(tables.find(2, 0x2001_0db9 << 32, 77) == 5)
    #expect(tables.find(3, a, 0) == nil)
  }

  @Test func `The first ternary row wins, by masks and ranges`() throws {
    let tables = try interpreter(text("ternary 2"))
    let any = FieldMatch.masked(0, mask: 0)
    try tables.configure(
      table: "rows",
      rows: [
        row(any, .masked(0xa0, mask: 0xf0), .range(10, 20), value: 1),
        row(whole(4), any, .range(0, 65_535), value: 2),
        row(any, any, .range(20, 20), value: 3),
      ])
    #expect(tables.find(4, 0xa7, 10) == 1 && tables.find(4, 0xa7, 20) == 1)
    #expect(tables.find(4, 0xa7, 21) == 2 && tables.find(4, 0xb7, 15) == 2)
    #expect(tables.find(5, 0xb7, 20) == 3 && tables.find(5, 0xb7, 21) == nil)
  }

  /// Against the definition: of all rows that match, the longest, or the first.
  @Test(arguments: ["exact", "prefix 16", "prefix 80", "ternary 0 2"])
  func `Random rows are found as a plain search finds them`(kind: String) throws {
    let tables = try interpreter(text(kind))
    let shape = try #require(tables.program.states[0].table)
    for seed in 0..<6 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let drawn = (0..<random.below(300)).map { _ in randomRow(shape, &random) }
      var rows: [TableRow] = []
      for row in drawn where shape.repeatedRow(in: rows + [row]) == nil { rows.append(row) }
      try tables.configure(table: "rows", rows: rows)
      for _ in 0..<500 {
        let key = [UInt64(random.below(4)), UInt64(random.below(8)) << 61, UInt64(random.below(8)) << 13]
        var best = rows.filter { $0.matches(key) }
        if case .longestPrefix = shape.match {
          best.sort { shape.prefixLength($0) > shape.prefixLength($1) }
        }
        try #require(tables.find(key[0], key[1], key[2]) == best.first?.values[0], "seed \(seed), \(key)")
      }
    }
  }

  private func randomRow(_ table: TableState, _ random: inout SplitMix64) -> TableRow {
    let prefix = table.prefixFields
    var left = random.below(81)
    let values = [UInt64(random.below(4)), UInt64(random.below(8)) << 61, UInt64(random.below(8)) << 13]
    let matches = table.key.indices.map { index -> FieldMatch in
      let type = table.key[index].type
      if case .ternary(let ranges) = table.match {
        if ranges.contains(index) { return .range(values[index] / 2, values[index]) }
        let mask = random.next() & type.mask & (random.chance(0.5) ? 7 << 61 : 0)
        return .masked(values[index] & mask, mask: mask)
      }
      guard prefix.contains(index) else { return .masked(values[index], mask: type.mask) }
      let length = min(left, type.bits)
      left -= length
      let mask = length == 0 ? 0 : type.mask & ~(length >= 64 ? 0 : type.mask >> UInt64(length))
      return .masked(values[index] & mask, mask: mask)
    }
    return TableRow(matches: matches, values: [UInt64(random.below(65_536))])
  }

  @Test func `Wrong rows are refused and change nothing`() throws {
    let tables = try interpreter(text("exact"))
    let good = row(whole(1), whole(2, 64), whole(3), value: 7)
    try tables.configure(table: "rows", rows: [good])
    func mistake(_ table: String, _ rows: [TableRow]) -> InterpreterError? {
      #expect(throws: InterpreterError.self) { try tables.configure(table: table, rows: rows) }
    }
    #expect(mistake("lines", []) == .noSuchTable(name: "lines"))
    let many = (0..<2001).map { row(whole(UInt64($0)), whole(2, 64), whole(3), value: 7) }
    #expect(mistake("rows", many) == .tooManyRows(table: "rows", given: 2001, capacity: 2000))
    #expect(
      mistake("rows", [good, row(whole(1), whole(2, 64), value: 7)])
        == .wrongRow(table: "rows", row: 1, problem: "a key has 3 fields, not 2"))
    #expect(
      mistake("rows", [good, good]) == .wrongRow(table: "rows", row: 1, problem: "an earlier row matches the same"))
    #expect(tables.find(1, 2, 3) == 7)
    #expect(throws: InterpreterError.self) { try tables.configure(table: "rows", index: 0, values: [1]) }
  }
}
