import IR
import Testing
import Wire

@testable import Interpreter

/// Charges byte 0 tokens to one bucket of 1,000 tokens a second and 100 at most.
private let meterText = """
  program Meter
  port out
  reason "short"
  reason "exceeds"
  reason "full"
  map buckets (key: u8) -> (tokens: u64, updated: u64)
    capacity 4 full fails meter rate 1000 burst 100
  header h: command 1 bytes
  entry known: buckets
  entry made: buckets
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b8
  block b1 find:
    v1: u8 = load h.amount[0:8]
    v2: u64 = convert v1
    v3: u8 = constant 1
    v4: u64 = now
    lookup buckets(v3) as known: hit b2, miss b3
  block b2 charge:
    meter known by v2: conform b6, exceed b7
  block b3 make:
    v5: u64 = constant \(100 << 20)
    insert buckets(v3) = (v5, v4): ok b4, full b9
  block b4 again:
    lookup buckets(v3) as made: hit b5, miss b9
  block b5 charge:
    meter made by v2: conform b6, exceed b7
  block b6 conform:
    forward out
  block b7 exceed:
    drop "exceeds"
  block b8 short:
    drop "short"
  block b9 full:
    drop "full"
  """

private let sketchText = """
  program Sketch
  port out
  reason "short"
  sketch heavy (key: u16) 3 rows 16 columns
  header h: command 10 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b2
  block b1 count:
    v1: u16 = load h.key[0:16]
    v2: u64 = load h.amount[16:64]
    v3: u64 = count heavy(v1) by v2
    v4: u64 = estimate heavy(v1)
    v5: bit = eq v3, v4
    store h.estimate[16:64] = v4
    branch v5: then b3, else b2
  block b2 short:
    drop "short"
  block b3 out:
    forward out
  """

private let arrayText = """
  program Arrays
  port out
  reason "short"
  reason "none"
  array totals[4] (packets: u8, bytes: u16)
  array backends[5] (address: u32, weight: u16) config
  ring slots 13 slots over backends.weight
  header h: command 8 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b3
  block b1 count:
    v1: u32 = load h.index[0:32]
    v2: u8 = constant 200
    v3: u16 = load h.hash[32:16]
    increase totals[v1].packets by v2
    write totals[v1].bytes = v3
    v4: u64 = convert v3
    v5: u32 = pick slots by v4: ok b2, empty b4
  block b2 backend:
    v6: u32 = read backends[v5].address
    store h.address[32:32] = v6
    forward out
  block b3 short:
    drop "short"
  block b4 none:
    v7: u16 = read totals[v1].bytes
    store h.bytes[48:16] = v7
    drop "none"
  """

@Suite struct StateTests {
  @Test func `A bucket refills with time and never passes its burst`() throws {
    let meter = try interpreter(meterText)
    func charge(_ amount: UInt8, _ now: UInt64) -> Bool { meter.result([amount], now: now).outcome.verdict == .forward }
    let start: UInt64 = 5_000_000_000
    #expect(charge(60, start) && charge(40, start) && !charge(1, start))
    #expect(!charge(50, start + 49_000_000) && charge(50, start + 50_200_000))
    #expect(!charge(101, start + 60_000_000_000) && charge(100, start + 60_000_000_000))
  }

  @Test func `The bucket's arithmetic is the documented one`() throws {
    let meter = try interpreter(meterText)
    let spec = MeterSpec(rate: 1000, burst: 100)
    var (tokens, updated) = (spec.fullBucket, UInt64(77))
    var random = SplitMix64(seed: 5)
    var now: UInt64 = 77
    for _ in 0..<2000 {
      let amount = UInt64(random.below(120))
      let passed = (now - updated) >> 10
      tokens = min(100 << 20, tokens + min(passed, 1 << 31) * ((1000 << 30) / 1_000_000_000))
      updated += passed << 10
      let conforms = tokens >= amount << 20
      if conforms { tokens -= amount << 20 }
      let outcome = meter.result([UInt8(amount)], now: now).outcome
      #expect((outcome.verdict == .forward) == conforms)
      #expect(meter.snapshot().maps["buckets"]?.first?.value == [tokens, updated])
      now += UInt64(random.below(100_000_000))
    }
  }

  @Test func `A sketch never tells less than the truth, and its counters are where the hash says`() throws {
    let sketch = try interpreter(sketchText)
    var truth: [UInt64: UInt64] = [:]
    var random = SplitMix64(seed: 2)
    for _ in 0..<500 {
      let (key, amount) = (UInt64(random.below(40)), UInt64(random.below(1000)))
      truth[key, default: 0] += amount
      let (outcome, bytes) = sketch.result(bigEndian(key, bytes: 2) + bigEndian(amount, bytes: 8))
      #expect(outcome.verdict == .forward)
      #expect(number(bytes[2..<10]) >= truth[key] ?? 0)
    }
    var counters: [Int: UInt64] = [:]
    for row in 0..<3 {
      for (key, amount) in truth where amount > 0 {
        counters[row * 16 + Int(mix64(seed: UInt64(row + 1), [key]) & 15), default: 0] += amount
      }
    }
    #expect(sketch.snapshot().sketches["heavy"] == counters)
  }

  @Test func `Cells of eight bits stop at their bound`() throws {
    let sketch = try interpreter(sketchText.replacingOccurrence(of: "16 columns", by: "16 columns of 8 bits"))
    func add(_ amount: UInt64) -> UInt64 {
      number(sketch.result(bigEndian(5, bytes: 2) + bigEndian(amount, bytes: 8)).bytes[2..<10])
    }
    #expect(add(0) == 0 && add(1) == 1 && add(253) == 254 && add(1) == 255 && add(1) == 255)
    #expect(add(.max) == 255)
    #expect(Set(sketch.snapshot().sketches["heavy"]?.values.map { $0 } ?? []) == [255])
    let other = try interpreter(sketchText.replacingOccurrence(of: "16 columns", by: "16 columns of 8 bits"))
    #expect(number(other.result(bigEndian(5, bytes: 2) + bigEndian(.max, bytes: 8)).bytes[2..<10]) == 255)
  }

  @Test func `Elements past the end read zero and take nothing`() throws {
    let arrays = try interpreter(arrayText)
    for (index, wanted) in [(3, 500), (4, 0), (UInt64(UInt32.max), 0)] as [(UInt64, UInt64)] {
      let packet = bigEndian(index, bytes: 4) + bigEndian(500, bytes: 2) + [9, 9]
      #expect(number(arrays.result(packet).bytes[6..<8]) == wanted)
      _ = arrays.result(packet)
    }
    #expect(arrays.snapshot().arrays["totals"] == [[0, 0], [0, 0], [0, 0], [144, 500]])
    #expect(arrays.dropCounts == [0, 6])
  }

  @Test func `A ring picks by the Maglev table of the configured weights`() throws {
    let arrays = try interpreter(arrayText)
    try arrays.configure(table: "backends", index: 1, values: [111, 1])
    try arrays.configure(table: "backends", index: 4, values: [444, 2])
    let table = Maglev.table(size: 13, weights: [0, 1, 0, 0, 2])
    #expect(arrays.ring(named: "slots") == table)
    for hash in 0..<40 as Range<UInt64> {
      let bytes = arrays.result([0, 0, 0, 0] + bigEndian(hash, bytes: 2) + [0, 0]).bytes
      #expect(number(bytes[4..<8]) == (table[Int(hash % 13)] == 1 ? 111 : 444))
    }
    try arrays.configure(table: "backends", index: 1, values: [111, 0])
    try arrays.configure(table: "backends", index: 4, values: [444, 0])
    #expect(arrays.result([UInt8](repeating: 0, count: 8)).outcome.verdict == .drop)
  }

  @Test func `A wrong configuration is refused and changes nothing`() throws {
    let arrays = try interpreter(arrayText)
    let before = arrays.snapshot()
    func mistake(_ table: String, _ index: Int, _ values: [UInt64]) -> InterpreterError? {
      #expect(throws: InterpreterError.self) { try arrays.configure(table: table, index: index, values: values) }
    }
    #expect(mistake("totals", 0, [0, 0]) == .noSuchTable(name: "totals"))
    #expect(mistake("nothing", 0, []) == .noSuchTable(name: "nothing"))
    #expect(mistake("backends", 5, [0, 0]) == .indexOutOfRange(table: "backends", index: 5, size: 5))
    #expect(mistake("backends", -1, [0, 0]) == .indexOutOfRange(table: "backends", index: -1, size: 5))
    #expect(mistake("backends", 0, [0]) == .wrongFieldCount(table: "backends", given: 1, expected: 2))
    #expect(
      mistake("backends", 0, [0, 65_536])
        == .valueOutOfRange(table: "backends", field: "weight", value: 65_536, bits: 16))
    #expect(arrays.snapshot() == before)
  }
}
