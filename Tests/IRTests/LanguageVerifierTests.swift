import Testing

@testable import IR

/// One case for each rule of the instructions and states that tunnels, tables, queues, tallies and shapers need.
@Suite struct LanguageVerifierTests {
  typealias Case = VerifierTests.Case

  static let bytes: [Case] = [
    Case(Sample.tunnel, "bind outer at v0", "bind outer at v9", "the offset v9 is u64, not u32"),
    Case(Sample.tunnel, "insertBytes 20 at v0", "insertBytes 0 at v0", "0 bytes are inserted"),
    Case(Sample.tunnel, "insertBytes 20 at v0", "insertBytes 129 at v0", "129 bytes are inserted"),
    Case(Sample.tunnel, "insertBytes 20 at v0", "insertBytes 20 at v1", "the offset v1 is u8, not u32"),
    Case(
      Sample.tunnel, "insertBytes 20 at v0", "insertBytes 128 at v0\n  insertBytes 1 at v0",
      "more than 128 bytes are inserted"),
    Case(Sample.tunnel, "removeBytes v11 at v0", "removeBytes v10 at v0", "the number of bytes v10 is u16, not u32"),
    Case(Sample.tunnel, "removeBytes v11 at v0", "removeBytes v11 at v9", "the offset v9 is u64, not u32"),
    Case(Sample.tunnel, "setLength v5", "setLength v1", "the length v1 is u8, not u32"),
    Case(Sample.tunnel, "bind inner at v0\n", "", "header 'inner' is never extracted"),
    Case(Sample.tunnel, "store inner.limit[56:8]", "store ip6.limit[56:8]", "header 'ip6' may have moved"),
    Case(
      Sample.tunnel, "bind inner at v0\n  store inner.limit[56:8] = v1", "store outer.limit[56:8] = v1",
      "header 'outer' may have moved"),
    Case(Sample.tunnel, "v12: u16 = sumBytes", "v12: u32 = sumBytes", "the result v12 is u32, not u16"),
    Case(Sample.tunnel, "sumBytes v0, v11", "sumBytes v0, v9", "the length v9 is u64, not u32"),
    Case(Sample.tunnel, "hashBytes seed 9 v3, v5", "hashBytes seed 9 v1, v5", "the offset v1 is u8, not u32"),
    Case(Sample.tunnel, "skipExtensions v1, v3", "skipExtensions v5, v3", "the protocol v5 is u32, not u8"),
    Case(Sample.tunnel, "skipExtensions v1, v3", "skipExtensions v1, v2", "the offset v2 is u64, not u32"),
    Case(Sample.tunnel, "mirror tap", "mirror #3", "there is no port 3"),
    Case(Sample.tunnel, "export flows(v2, v5)", "export #1(v2, v5)", "there is no stream 1"),
    Case(Sample.tunnel, "export flows(v2, v5)", "export flows(v2)", "has 2 fields, not 1"),
    Case(Sample.tunnel, "export flows(v2, v5)", "export flows(v5, v2)", "'source.hi' takes v5 is u32, not u64"),
    Case(
      Sample.tunnel, "stream flows (source.hi: u64, bytes: u32)", "stream flows (bytes: u64, bytes: u32)",
      "two fields are named 'bytes'"),
  ]

  static let declarations: [Case] = [
    Case(Sample.guardian, "capacity 64 exact", "capacity 0 exact", "a table of 0 rows"),
    Case(Sample.guardian, "stations (mac: u48)", "stations ()", "a table has a key"),
    Case(Sample.guardian, "prefix 128", "prefix 100", "a prefix of 100 bits does not end with a field"),
    Case(Sample.guardian, "prefix 128", "prefix 0", "a prefix of 0 bits does not end with a field"),
    Case(Sample.guardian, "ternary 1", "ternary 2", "a range of a field that is not there"),
    Case(Sample.guardian, "one in 16", "one in 0", "one in 0 records is evicted"),
    Case(Sample.guardian, "or by #0", "or by #2", "time-outs by a field that is not there"),
    Case(Sample.guardian, "(5000000000, 120000000000)", "()", "0 time-outs"),
    Case(Sample.guardian, "(5000000000, 120000000000)", "(5000000000, 0)", "expire at once"),
    Case(Sample.guardian, "of flows by 0", "of flows by 1", "a tally's key is made of fields of the map's key"),
    Case(Sample.guardian, "of flows by 0", "of flows by 0, 0", "a tally's key is made of fields of the map's key"),
    Case(Sample.guardian, "of flows by 0", "of rules by 0", "a tally of something that is no primary map"),
    Case(Sample.guardian, "of 8 bits", "of 16 bits", "counters of 16 bits"),
    Case(Sample.shaper, "overflows into 1", "overflows into 0", "a bucket overflows into a later one without a rate"),
    Case(Sample.shaper, "overflows into 1", "overflows into 2", "a bucket overflows into a later one without a rate"),
    Case(Sample.shaper, "rate 0 burst", "rate 7 burst", "a bucket overflows into a later one without a rate"),
    Case(Sample.shaper, " overflows into 1", "", "rate and burst"),
    Case(Sample.shaper, ", tokens1: u64, updated1: u64", "", "a meter's value is (tokens: u64, updated: u64)"),
    Case(Sample.shaper, "capacity 512", "capacity 0", "a queue of 0 elements"),
  ]

  static let uses: [Case] = [
    Case(
      Sample.guardian, "read station.vlan", "read station.vlan\n  write station.vlan = v2", "'stations' is only read"),
    Case(Sample.guardian, "read rule.allow", "read rule.allow\n  remove rule", "only records of maps are removed"),
    Case(Sample.guardian, "lookup stations(v3)", "lookup stations(v1)", "'mac' takes v1 is u32, not u48"),
    Case(Sample.guardian, "lookup rules(v1, v2) as rule", "lookup rules(v1, v2) as route", "is not of 'rules'"),
    Case(Sample.guardian, "lookup flows(v1, v2) as flow", "lookup seen(v1) as flow", "'seen' is no map"),
    Case(Sample.guardian, "tally perSource(v1)", "tally perSource(v2)", "'source' takes v2 is u16, not u32"),
    Case(Sample.guardian, "tally perSource(v1)", "tally flows(v1, v2)", "'flows' is no tally"),
    Case(Sample.guardian, "v12: u32 = tally", "v12: u64 = tally", "the result v12 is u64, not u32"),
    Case(
      Sample.guardian, "insert flows(v1, v2) = (v9, v10)", "insert rules(v1, v2) = (v8)", "begins with a primary map"),
    Case(Sample.shaper, "bucket bucket 1 by", "bucket bucket 2 by", "'buckets' has no bucket 2"),
    Case(Sample.shaper, "dequeue waiting as oldest", "dequeue buckets as bucket", "'buckets' is no queue"),
    Case(Sample.shaper, "dequeue waiting as oldest", "dequeue waiting as bucket", "is not of 'waiting'"),
    Case(Sample.shaper, "insert waiting() = (v1, v2)", "insert waiting() = (v1)", "has 2 fields, not 1"),
    Case(Sample.shaper, "insert waiting() = (v1, v2)", "insert waiting(v1) = (v1, v2)", "without a key"),
    Case(
      Sample.shaper, "read oldest.source", "read oldest.source\n  write oldest.source = v1", "'waiting' is only read"),
    Case(
      Sample.shaper, "read oldest.source", "read oldest.source\n  remove oldest", "only records of maps are removed"),
    Case(Sample.shaper, "ok b6, empty b10", "ok b6, empty b6", "entry 'oldest' is not found on every way here"),
  ]

  @Test(arguments: bytes + declarations + uses)
  func brokenRuleIsNamed(_ test: Case) throws {
    #expect(test.sample.contains(test.old))
    let errors = try Program(parsing: test.sample.replacingFirst(test.old, by: test.new)).verify()
    #expect(errors.contains { $0.message.contains(test.message) }, "\(errors)")
  }

  /// What no text says, because its names would lead nowhere.
  @Test func emptyAndRepeatedDeclarationsAreNamed() throws {
    var program = try Program(parsing: Sample.tunnel)
    program.streams += [program.streams[0], Stream(name: "none", fields: [])]
    program.states.append(State(name: "q", kind: .queue(QueueState(value: [], capacity: 1, delayNanoseconds: 0))))
    let messages = program.verify().map(\.message)
    for message in ["two streams are named 'flows'", "a stream of 0 fields", "a queue's elements have fields"] {
      #expect(messages.contains(message))
    }
  }

  /// What was taken from a queue is a copy: a new element does not end it.
  @Test func takenElementsOutliveAnInsert() throws {
    #expect(try Program(parsing: Sample.shaper).verify() == [])
  }

  @Test func bytesInsertedOnDifferentWaysDoNotAddUp() throws {
    let text = Sample.tunnel.replacingFirst("  drop \"fragment\"", by: "  insertBytes 128 at v0\n  drop \"fragment\"")
    #expect(try Program(parsing: text).verify() == [])
  }
}

@Suite struct TableRowTests {
  private let exact = TableState(
    key: [StateField(name: "a", type: .u16)], value: [StateField(name: "b", type: .u8)], capacity: 4, match: .exact)
  private let prefix = TableState(
    key: [.init(name: "vrf", type: .u16), .init(name: "hi", type: .u64), .init(name: "lo", type: .u64)], value: [],
    capacity: 4,
    match: .longestPrefix(bits: 128))
  private let ternary = TableState(
    key: [.init(name: "port", type: .u16), .init(name: "flags", type: .u8)], value: [], capacity: 4,
    match: .ternary(ranges: [0]))

  private func row(_ matches: FieldMatch..., values: [UInt64] = []) -> TableRow {
    TableRow(matches: matches, values: values)
  }

  @Test func goodRowsHaveNoProblem() {
    #expect(exact.problem(with: row(.masked(7, mask: 0xffff), values: [255])) == nil)
    for length in [0, 1, 63, 64, 65, 127, 128] {
      let high: UInt64 = length >= 64 ? .max : ~(.max >> UInt64(length))
      let low: UInt64 = length <= 64 ? 0 : length == 128 ? .max : ~(.max >> UInt64(length - 64))
      let good = row(.masked(1, mask: 0xffff), .masked(0, mask: high), .masked(0, mask: low))
      #expect(prefix.problem(with: good) == nil && prefix.prefixLength(good) == length)
    }
    #expect(ternary.problem(with: row(.range(0, 65_535), .masked(2, mask: 6))) == nil)
    #expect(prefix.prefixFields == 1..<3 && exact.prefixFields.isEmpty && ternary.prefixFields.isEmpty)
  }

  @Test func badRowsSayWhatIsWrong() {
    let whole = FieldMatch.masked(1, mask: 0xffff)
    let cases: [(TableState, TableRow, String)] = [
      (exact, row(values: [1]), "a key has 1 fields, not 0"),
      (exact, row(whole), "a value has 1 fields, not 0"),
      (exact, row(whole, values: [256]), "'b' does not hold 256"),
      (exact, row(.masked(0, mask: 0xff), values: [1]), "'a' is matched whole"),
      (exact, row(.range(1, 2), values: [1]), "'a' is not matched by a range"),
      (exact, row(.masked(1 << 16, mask: 1 << 16), values: [1]), "'a' has bits outside of its mask"),
      (prefix, row(.masked(0, mask: 0xff00), .masked(0, mask: 0), .masked(0, mask: 0)), "'vrf' is matched whole"),
      (prefix, row(whole, .masked(0, mask: 1), .masked(0, mask: 0)), "'hi' has no prefix's mask"),
      (prefix, row(whole, .masked(0, mask: 1 << 63), .masked(0, mask: 1 << 63)), "'lo' has no prefix's mask"),
      (ternary, row(.masked(1, mask: 1), .masked(0, mask: 0)), "'port' is matched by a range"),
      (ternary, row(.range(2, 1), .masked(0, mask: 0)), "'port' has the range 2...1"),
      (ternary, row(.range(0, 65_536), .masked(0, mask: 0)), "'port' has the range 0...65536"),
      (ternary, row(.range(0, 1), .masked(8, mask: 7)), "'flags' has bits outside of its mask"),
    ]
    for (table, row, problem) in cases { #expect(table.problem(with: row) == problem) }
  }

  @Test func rowsThatMatchTheSameAreFound() {
    let (one, two) = (row(.masked(1, mask: 0xffff), values: [1]), row(.masked(1, mask: 0xffff), values: [2]))
    #expect(exact.repeatedRow(in: [one, two]) == 1)
    #expect(exact.repeatedRow(in: [one, row(.masked(2, mask: 0xffff), values: [1])]) == nil)
    let any = row(.range(0, 9), .masked(0, mask: 0))
    #expect(ternary.repeatedRow(in: [any, any]) == nil)
  }

  @Test func rowsHoldWhatTheyMatch() {
    #expect(row(.range(2, 4), .masked(2, mask: 3)).matches([4, 6]))
    #expect(!row(.range(2, 4), .masked(2, mask: 3)).matches([5, 6]))
    #expect(!row(.range(2, 4), .masked(2, mask: 3)).matches([2, 5]))
  }
}
