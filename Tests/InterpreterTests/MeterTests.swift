import IR
import Testing
import Wire

@testable import Interpreter

/// Three buckets for one key; byte 0 says which is charged, bytes 1-2 how much. The first overflows as `overflow` says.
private func text(_ meters: String) -> String {
  """
  program Meters
  port green
  reason "short"
  reason "red"
  reason "full"
  map buckets (key: u8) -> (tokens: u64, updated: u64, tokens1: u64, updated1: u64, tokens2: u64, updated2: u64)
    capacity 4 full fails \(meters)
  header h: command 3 bytes
  entry known: buckets
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b8
  block b1 find:
    v1: u8 = load h.bucket[0:8]
    v2: u16 = load h.amount[8:16]
    v3: u64 = convert v2
    v4: u8 = constant 1
    v5: u64 = now
    v6: u64 = constant \(100 << 20)
    lookup buckets(v4) as known: hit b2, miss b6
  block b2 choose:
    switch v1: 0 b3, 1 b4, else b5
  block b3 first:
    meter known by v3: conform b7, exceed b9
  block b4 second:
    meter known bucket 1 by v3: conform b7, exceed b9
  block b5 third:
    meter known bucket 2 by v3: conform b7, exceed b9
  block b6 make:
    insert buckets(v4) = (v6, v5, v6, v5, v6, v5): ok b7, full b10
  block b7 green:
    forward green
  block b8 short:
    drop "short"
  block b9 red:
    drop "red"
  block b10 full:
    drop "full"
  """
}

/// RFC 2697 and 2698 in the plainest form, in units of `MeterSpec`.
private struct Bucket {
  var spec: MeterSpec
  var tokens: UInt64 = 100 << 20
  var updated: UInt64

  /// Refills, and returns what there was no room for.
  mutating func refill(_ now: UInt64) -> UInt64 {
    let ticks = (now - updated) >> 10
    let whole = tokens + min(ticks, 1 << 31) * ((spec.rate << 30) / 1_000_000_000)
    updated += ticks << 10
    tokens = min(spec.burst << 20, whole)
    return whole - tokens
  }

  mutating func take(_ amount: UInt64) -> Bool {
    guard tokens >= amount << 20 else { return false }
    tokens -= amount << 20
    return true
  }
}

@Suite struct MeterTests {
  private static let independent = "meter rate 1000 burst 100 meter rate 5000 burst 300 meter rate 70 burst 4000"
  private static let overflowing =
    "meter rate 1000 burst 100 overflows into 2 meter rate 3000 burst 90 meter rate 0 burst 250"

  @Test(arguments: [independent, overflowing])
  func `Each bucket is charged alone, and passes on what it has no room for`(meters: String) throws {
    let meter = try interpreter(text(meters))
    let specs = try #require(meter.program.states[0].map?.meters)
    let start: UInt64 = 5_000_000_000
    #expect(meter.result([0, 0, 0], now: start).outcome.verdict == .forward)
    var buckets = specs.map { Bucket(spec: $0, updated: start) }
    var random = SplitMix64(seed: 3)
    var now = start
    for step in 0..<4000 {
      now += UInt64(random.below(60_000_000))
      let (index, amount) = (random.below(3), UInt64(random.below(150)))
      let rest = buckets[index].refill(now)
      if let target = specs[index].overflowsInto {
        buckets[target].tokens = min(specs[target].burst << 20, buckets[target].tokens + rest)
      }
      let expected = buckets[index].take(amount)
      let outcome = meter.result([UInt8(index)] + bigEndian(amount, bytes: 2), now: now).outcome
      try #require((outcome.verdict == .forward) == expected, "step \(step)")
      let value = meter.snapshot().maps["buckets"]?.first?.value
      try #require(value == buckets.flatMap { [$0.tokens, $0.updated] }, "step \(step)")
    }
  }

  @Test func `Long silence fills both buckets of a single rate`() throws {
    let meter = try interpreter(text(Self.overflowing))
    _ = meter.result([0, 0, 0], now: 0)
    #expect(meter.result([0, 0, 100], now: 0).outcome.verdict == .forward)
    #expect(meter.result([2, 0, 100], now: 0).outcome.verdict == .forward)
    #expect(meter.result([2, 0, 1], now: 1 << 50).outcome.verdict == .drop)
    #expect(meter.result([0, 0, 100], now: 1 << 62).outcome.verdict == .forward)
    #expect(meter.snapshot().maps["buckets"]?.first?.value[4] == 250 << 20)
  }
}
