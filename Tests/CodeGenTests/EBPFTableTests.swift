import CodeGenSupport
import Foundation
import Halves
import IR
import Plan
import Testing
import Wire

/// Config tables in the kernel: the row found is the one that the rows' meaning says, while rows change.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFTableTests {
  @Test func findsTheRowThatWins() throws {
    let program = try EBPFCase.lower("tables")
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      var drawn = DrawnRows(seed: 3)
      var tables: [[TableRow]] = []
      var hits = [Int](repeating: 0, count: program.states.count)
      for round in 0..<12 {
        tables = try program.states.map { state in
          let table = try #require(state.table)
          let rows = drawn.rows(of: table, count: round == 5 ? 0 : table.capacity)
          try nic.configure(state.name, rows: rows.map(ProgramLayout.Row.init))
          return rows
        }
        for _ in 0..<400 {
          let packet = DrawnPacket(&drawn)
          guard case .decided(let outcome, let bytes) = try nic.run(packet.bytes, port: 0, now: 1) else {
            throw HostToolchain.Failure(description: "punted")
          }
          let table = try #require(program.states[packet.table].table)
          let row = table.winner(of: tables[packet.table], packet.key)
          let expected = row.map { packet.bytes(with: $0.values, table.value) } ?? packet.bytes
          try #require((outcome.verdict == .forward) == (row != nil) && bytes == expected, "\(round), \(packet)")
          if row != nil { hits[packet.table] += 1 }
        }
      }
      #expect(hits.allSatisfy { $0 > 100 }, "\(hits)")
    }
  }

  /// Rows that do not fit the table change nothing.
  @Test func wrongRowsAreRefused() throws {
    let program = try EBPFCase.lower("tables")
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      let row = ProgramLayout.Row(matches: [.init(6, 255), .init(80, 65_535)], values: [9, 1])
      let many = [ProgramLayout.Row](repeating: row, count: 41)
      #expect(throws: NICHalfError.tooManyRows(table: "services", found: 41, capacity: 40)) {
        try nic.configure("services", rows: many)
      }
      let short = ProgramLayout.Row(matches: row.matches, values: [9])
      #expect(throws: NICHalfError.wrongRow(table: "services", row: 1)) {
        try nic.configure("services", rows: [row, short])
      }
      #expect(throws: NICHalfError.notConfigurable(name: "none")) { try nic.configure("none", rows: []) }
      #expect(try nic.map("services").keys().isEmpty)
    }
  }
}

/// Rows and packets for `tables.cir`, of few numbers, so that they meet.
struct DrawnRows {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// At most `count` rows that the table takes.
  mutating func rows(of table: TableState, count: Int) -> [TableRow] {
    var rows: [TableRow] = []
    for _ in 0..<count {
      let row = row(of: table)
      if !rows.contains(where: { $0.matches == row.matches }) { rows.append(row) }
    }
    return rows
  }

  private mutating func row(of table: TableState) -> TableRow {
    var prefix = below(2) == 0 ? 128 : below(129)
    let matches = table.key.enumerated().map { index, field in
      let type = field.type
      let value = number(type)
      switch table.match {
      case .ternary(let ranges) where ranges.contains(index):
        return FieldMatch.range(value, min(type.mask, value + UInt64(below(6))))
      case .ternary:
        let mask = [0, type.mask, type.mask, type.mask & 0xf0f0_f0f0_f0f0_f0f3][below(4)]
        return .masked(value & mask, mask: mask)
      case .longestPrefix where table.prefixFields.contains(index):
        let ones = min(prefix, type.bits)
        prefix -= ones
        let mask = type.mask & ~(ones == 64 ? 0 : type.mask >> UInt64(ones))
        return .masked(value & mask, mask: mask)
      default: return .masked(value, mask: type.mask)
      }
    }
    return TableRow(matches: matches, values: table.value.map { random.next() & $0.type.mask })
  }

  mutating func number(_ type: IntType) -> UInt64 {
    let few = UInt64(below(4))
    return (below(2) == 0 ? few : few << UInt64(max(0, type.bits - 3)) | UInt64(below(2))) & type.mask
  }

  mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
}

/// A packet for `tables.cir`.
struct DrawnPacket {
  var table: Int
  var key: [UInt64]
  var bytes: [UInt8]

  init(_ drawn: inout DrawnRows) {
    let widths = [8, 8, 16, 32, 64, 64, 20]
    var fields = widths.map { drawn.number(IntType($0)) }
    table = drawn.below(5)
    fields[0] = UInt64(table)
    let keys = [[1, 2], [1, 3], [2, 4, 5], [6], [3, 2, 1, 5]]
    key = keys[table].map { fields[$0] }
    fields[6] <<= 12
    bytes = zip([8, 8, 16, 32, 64, 64, 32], fields).flatMap { Self.bigEndian($1, bits: $0) }
    bytes += [UInt8](repeating: 7, count: 50 - bytes.count)
  }

  /// The program writes a row's values behind the first 32 bytes.
  func bytes(with values: [UInt64], _ fields: [StateField]) -> [UInt8] {
    let written = zip(fields, values).flatMap { Self.bigEndian($1, bits: $0.type.bits) }
    return Array(bytes[..<32]) + written + bytes[(32 + written.count)...]
  }

  private static func bigEndian(_ value: UInt64, bits: Int) -> [UInt8] {
    (0..<bits / 8).map { UInt8(truncatingIfNeeded: value >> UInt64(bits - 8 - $0 * 8)) }
  }
}

extension TableState {
  /// The row that is found for a key: the first that matches, or the one with the longest prefix.
  func winner(of rows: [TableRow], _ key: [UInt64]) -> TableRow? {
    let matching = rows.filter { $0.matches(key) }
    guard case .longestPrefix = match else { return matching.first }
    return matching.max { prefixLength($0) < prefixLength($1) }
  }
}
