import IR
import Testing
import Wire

@testable import Interpreter

/// Byte 0: 1 appends bytes 1 and 2-3 to a queue of three; 0 takes the oldest into them, and a second one into bytes 4-5.
private let queueText = """
  program Queues
  port out
  reason "short"
  reason "full"
  reason "empty"
  queue waiting (kind: u8, number: u16) capacity 3 after 100 ns
  header h: command 6 bytes
  entry first: waiting
  entry second: waiting
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b6
  block b1 choose:
    v1: u8 = load h.action[0:8]
    v2: u8 = load h.kind[8:8]
    v3: u16 = load h.number[16:16]
    switch v1: 1 b2, else b3
  block b2 append:
    insert waiting() = (v2, v3): ok b9, full b7
  block b3 take:
    dequeue waiting as first: ok b4, empty b8
  block b4 took:
    dequeue waiting as second: ok b5, empty b10
  block b5 both:
    v4: u16 = read second.number
    store h.other[32:16] = v4
    jump b10
  block b6 short:
    drop "short"
  block b7 full:
    drop "full"
  block b8 empty:
    drop "empty"
  block b9 appended:
    forward out
  block b10 write:
    v5: u8 = read first.kind
    v6: u16 = read first.number
    store h.kind[8:8] = v5
    store h.number[16:16] = v6
    forward out
  """

/// Counts the toy's records by one part of a key of two, with a tally of each part and of both.
private func tallyText(full: String) -> String {
  """
  program Tallies
  port out
  reason "short"
  reason "full"
  reason "miss"
  map records (a: u8, b: u8) -> (value: u8)
    capacity 6 expires 100 ns after insert full \(full)
  map others (c: u8) -> (value: u8)
    capacity 6 full \(full) companion of records
  tally byB (b: u8) of records by 1
  tally byBoth (b: u8, a: u8) of records by 1, 0
  header h: command 8 bytes
  entry gone: records
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b6
  block b1 choose:
    v1: u8 = load h.action[0:8]
    v2: u8 = load h.a[8:8]
    v3: u8 = load h.b[16:8]
    v4: u8 = load h.c[24:8]
    switch v1: 0 b5, 1 b2, else b3
  block b2 make:
    insert records(v2, v3) = (v1), others(v4) = (v1): ok b5, full b7
  block b3 find:
    lookup records(v2, v3) as gone: hit b4, miss b8
  block b4 remove:
    remove gone
    jump b5
  block b5 count:
    v5: u32 = tally byB(v3)
    v6: u8 = convert v5
    v7: u32 = tally byBoth(v3, v2)
    v8: u8 = convert v7
    store h.byB[32:8] = v6
    store h.byBoth[40:8] = v8
    forward out
  block b6 short:
    drop "short"
  block b7 full:
    drop "full"
  block b8 miss:
    drop "miss"
  """
}

@Suite struct QueueTests {
  private let take: [UInt8] = [0, 0, 0, 0, 0, 0]
  private func append(_ kind: UInt8, _ number: UInt8) -> [UInt8] { [1, kind, 0, number, 0, 0] }

  @Test func `Elements come due after the delay, in order, and room is made by taking`() throws {
    let queue = try interpreter(queueText)
    #expect(queue.result(take).outcome.reason == 2)
    for number in 1...3 as ClosedRange<UInt8> {
      #expect(queue.result(append(9, number), now: UInt64(number) * 10).outcome.verdict == .forward)
    }
    #expect(queue.result(append(9, 4), now: 40).outcome.reason == 1)
    #expect(
      queue.snapshot().queues["waiting"] == [
        .init(values: [9, 1], pushed: 10), .init(values: [9, 2], pushed: 20), .init(values: [9, 3], pushed: 30),
      ])
    #expect(queue.result(take, now: 109).outcome.reason == 2)
    #expect(queue.result(take, now: 110).bytes == [0, 9, 0, 1, 0, 0])
    #expect(queue.result(append(8, 4), now: 115).outcome.verdict == .forward)
    #expect(queue.result(append(8, 5), now: 116).outcome.reason == 1)
    #expect(queue.result(take, now: 130).bytes == [0, 9, 0, 2, 0, 3])
    #expect(queue.result(take, now: 214).outcome.reason == 2)
    #expect(queue.result(take, now: 215).bytes == [0, 8, 0, 4, 0, 0])
    #expect(queue.snapshot().queues["waiting"] == [])
  }

  @Test func `A queue gives what was put in, however it goes around`() throws {
    let queue = try interpreter(queueText)
    var model: [(kind: UInt8, number: UInt8, time: UInt64)] = []
    var random = SplitMix64(seed: 4)
    var now: UInt64 = 0
    for step in 0..<5000 {
      now += UInt64(random.below(60))
      if random.chance(0.6) {
        let (kind, number) = (UInt8(random.below(256)), UInt8(random.below(256)))
        let verdict = queue.result(append(kind, number), now: now).outcome.verdict
        try #require((verdict == .forward) == (model.count < 3), "\(step)")
        if model.count < 3 { model.append((kind, number, now)) }
      } else {
        let due = model.prefix(2).prefix { now - $0.time >= 100 }
        model.removeFirst(due.count)
        let (outcome, bytes) = queue.result(take, now: now)
        guard let first = due.first else {
          try #require(outcome.reason == 2)
          continue
        }
        try #require(bytes == [0, first.kind, 0, first.number, 0, due.dropFirst().first?.number ?? 0])
      }
    }
  }
}

@Suite struct TallyTests {
  private func counts(_ tallies: Interpreter, _ action: UInt8, _ a: UInt8, _ b: UInt8, _ c: UInt8 = 0, now: UInt64 = 0)
    -> [UInt8]?
  {
    let (outcome, bytes) = tallies.result([action, a, b, c, 0, 0, 0, 0], now: now)
    return outcome.verdict == .forward ? [bytes[4], bytes[5]] : nil
  }

  @Test func `Records count from insert to death`() throws {
    let tallies = try interpreter(tallyText(full: "fails"))
    #expect(counts(tallies, 0, 1, 1) == [0, 0])
    #expect(counts(tallies, 1, 1, 1, 1, now: 0) == [1, 1])
    #expect(counts(tallies, 1, 2, 1, 2, now: 10) == [2, 1])
    #expect(counts(tallies, 1, 3, 2, 3, now: 20) == [1, 1])
    #expect(
      tallies.snapshot().tallies == [
        "byB": [.init(key: [1], records: 2), .init(key: [2], records: 1)],
        "byBoth": [.init(key: [1, 1], records: 1), .init(key: [1, 2], records: 1), .init(key: [2, 3], records: 1)],
      ])
    // The same record again, one that takes another's second key, a removal, and two that expire.
    #expect(counts(tallies, 1, 2, 1, 2, now: 30) == [2, 1])
    #expect(counts(tallies, 1, 4, 2, 1, now: 40) == [2, 1] && counts(tallies, 0, 1, 1, now: 40) == [1, 0])
    #expect(counts(tallies, 2, 3, 2, now: 50) == [1, 0])
    #expect(counts(tallies, 0, 2, 1, now: 130) == [0, 0] && counts(tallies, 0, 4, 2, now: 139) == [1, 1])
    tallies.advance(to: 140)
    #expect(tallies.snapshot().tallies == ["byB": [], "byBoth": []])
  }

  @Test(arguments: ["fails", "evicts", "evicts one in 3"])
  func `Counts are those of the live records`(full: String) throws {
    let tallies = try interpreter(tallyText(full: full))
    var random = SplitMix64(seed: 11)
    var now: UInt64 = 0
    for _ in 0..<3000 {
      now += UInt64(random.below(20))
      _ = counts(
        tallies, UInt8(random.below(3)), UInt8(random.below(5)), UInt8(random.below(3)), UInt8(random.below(9)),
        now: now)
      let state = tallies.snapshot()
      let live = state.maps["records"]?.map(\.key) ?? []
      var expected: [UInt64: UInt64] = [:]
      for key in live { expected[key[1], default: 0] += 1 }
      let observed = state.tallies["byB"] ?? []
      try #require(observed.map(\.key) == expected.keys.sorted().map { [$0] })
      try #require(observed.allSatisfy { expected[$0.key[0]] == $0.records })
      try #require(
        state.tallies["byBoth"]?.map(\.key) == live.map { [$0[1], $0[0]] }.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }
}
