import IR
import Testing
import Wire

@testable import Interpreter

/// Byte 0: 0 reads the record of byte 1; 1 makes it with byte 2 as its state and a pool's element; 2 stores the state, 3 adds to it.
private func timeoutText(touch: String, full: String = "fails", capacity: Int = 8) -> String {
  """
  program Timeouts
  port out
  reason "short"
  reason "miss"
  reason "full"
  map records (key: u8) -> (value: u8, state: u8, element: u8)
    capacity \(capacity) expires 1000 ns after \(touch) or by #1 (100, 300, 100, 2000) full \(full)
  pool elements: u8 1...200 released with records.element
  header h: command 4 bytes
  entry found: records
  entry stored: records
  entry added: records
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b9
  block b1 choose:
    v1: u8 = load h.action[0:8]
    v2: u8 = load h.key[8:8]
    v3: u8 = load h.state[16:8]
    switch v1: 0 b2, 1 b4, 2 b6, else b8
  block b2 read:
    lookup records(v2) as found: hit b3, miss b10
  block b3 found:
    v4: u8 = read found.state
    v5: u8 = read found.element
    store h.state[16:8] = v4
    store h.element[24:8] = v5
    forward out
  block b4 make:
    v6: u8 = take elements: ok b5, empty b11
  block b5 insert:
    insert records(v2) = (v3, v3, v6): ok b12, full b11
  block b6 store:
    lookup records(v2) as stored: hit b7, miss b10
  block b7 stored:
    write stored.state = v3
    forward out
  block b8 add:
    lookup records(v2) as added: hit b13, miss b10
  block b9 short:
    drop "short"
  block b10 miss:
    drop "miss"
  block b11 full:
    drop "full"
  block b12 made:
    forward out
  block b13 added:
    increase added.state by v3
    forward out
  """
}

/// The records in the plainest form: an array in order of touch.
private struct Model {
  struct Record { var key, state, element: UInt8; var seen: UInt64 }
  let touches: Bool
  let evicts: Bool
  let capacity: Int
  var records: [Record] = []
  var free: [UInt8] = Array(1...200)

  private func deadline(_ record: Record) -> UInt64 {
    let times: [UInt64] = [100, 300, 100, 2000]
    return record.seen + (record.state < 4 ? times[Int(record.state)] : 1000)
  }

  private mutating func remove(_ key: UInt8) {
    guard let place = records.firstIndex(where: { $0.key == key }) else { return }
    free.append(records.remove(at: place).element)
  }

  private mutating func expire(_ now: UInt64) {
    let due = records.filter { deadline($0) <= now }.enumerated().sorted {
      (deadline($0.element), $0.offset) < (deadline($1.element), $1.offset)
    }
    for record in due { remove(record.element.key) }
  }

  mutating func answer(_ action: UInt8, _ key: UInt8, _ state: UInt8, _ now: UInt64) -> [UInt8]? {
    expire(now)
    if action == 1 { return make(key, state, now) ? [action, key, state, 0] : nil }
    guard let place = records.firstIndex(where: { $0.key == key }) else { return nil }
    var record = records.remove(at: place)
    if touches { record.seen = now }
    if action == 2 { record.state = state }
    if action == 3 { record.state &+= state }
    records.insert(record, at: touches ? records.count : place)
    return action == 0 ? [action, key, record.state, record.element] : [action, key, state, 0]
  }

  private mutating func make(_ key: UInt8, _ state: UInt8, _ now: UInt64) -> Bool {
    guard !free.isEmpty else { return false }
    let element = free.removeFirst()
    remove(key)
    if records.count >= capacity {
      guard evicts else { return false }
      remove(records[0].key)
    }
    records.append(Record(key: key, state: state, element: element, seen: now))
    return true
  }
}

@Suite struct TimeoutTests {
  private func run(_ table: Interpreter, _ action: UInt8, _ key: UInt8, _ state: UInt8 = 0, now: UInt64) -> [UInt8]? {
    let (outcome, bytes) = table.result([action, key, state, 0], now: now)
    return outcome.verdict == .forward ? bytes : nil
  }

  @Test func `A record's state says when it dies, from its last touch on`() throws {
    let table = try interpreter(timeoutText(touch: "lookup"))
    #expect(run(table, 1, 5, 0, now: 0) != nil)
    #expect(run(table, 0, 5, now: 99) != nil && run(table, 0, 5, now: 199) == nil)
    #expect(run(table, 1, 5, 1, now: 200) != nil && run(table, 0, 5, now: 499) != nil)
    // A shorter time-out counts from the touch, a value past the list has the expiry's own.
    #expect(run(table, 2, 5, 9, now: 500) != nil && run(table, 0, 5, now: 1499) != nil)
    #expect(run(table, 2, 5, 0, now: 1500) != nil && run(table, 0, 5, now: 1600) == nil)
    #expect(run(table, 1, 5, 2, now: 2000) != nil && run(table, 3, 5, 1, now: 2050) != nil)
    #expect(run(table, 0, 5, now: 4049) == [0, 5, 3, 3])
  }

  @Test func `A store alone does not touch`() throws {
    let table = try interpreter(timeoutText(touch: "insert"))
    #expect(run(table, 1, 1, 3, now: 0) != nil && run(table, 1, 2, 3, now: 50) != nil)
    #expect(run(table, 2, 1, 1, now: 250) != nil)
    #expect(run(table, 0, 1, now: 299) != nil && run(table, 0, 1, now: 300) == nil)
    // The time-out that it gets has passed already: it dies before the next packet.
    #expect(run(table, 2, 2, 0, now: 400) != nil && run(table, 0, 2, now: 400) == nil)
  }

  @Test func `Records die in order of their deadlines`() throws {
    let table = try interpreter(timeoutText(touch: "insert"))
    for (key, state) in [(1, 3), (2, 1), (3, 0), (4, 9)] as [(UInt8, UInt8)] {
      _ = run(table, 1, key, state, now: UInt64(key))
    }
    // Deadlines 2001, 302, 103, 1004; the elements 1 ... 4 come back in the order 3, 2, 4, 1, behind the 196 unused ones.
    table.advance(to: 5000)
    for _ in 0..<196 {
      _ = run(table, 1, 9, 9, now: 5000)
      table.advance(to: table.now + 3000)
    }
    var elements: [UInt8] = []
    for key in 10..<14 as Range<UInt8> {
      _ = run(table, 1, key, 3, now: table.now)
      elements += [run(table, 0, key, now: table.now)?[3] ?? 0]
    }
    #expect(elements == [3, 2, 4, 1])
  }

  @Test(arguments: [false, true], [false, true])
  func `Random commands give what a plain model gives`(touches: Bool, evicts: Bool) throws {
    for seed in 0..<10 as Range<UInt64> {
      let table = try interpreter(timeoutText(touch: touches ? "lookup" : "insert", full: evicts ? "evicts" : "fails"))
      var model = Model(touches: touches, evicts: evicts, capacity: 8)
      var random = SplitMix64(seed: seed)
      var now: UInt64 = 0
      for step in 0..<4000 {
        now += UInt64(random.below(40)) + (random.chance(0.02) ? 700 : 0)
        let action = UInt8([0, 0, 1, 1, 2, 2, 3][random.below(7)])
        let (key, state) = (UInt8(random.below(12)), UInt8(random.below(6)))
        let observed = run(table, action, key, state, now: now)
        try #require(observed == model.answer(action, key, state, now), "seed \(seed), step \(step)")
      }
      #expect(table.snapshot().maps["records"]?.map(\.lastSeen) == model.records.sorted { $0.key < $1.key }.map(\.seen))
    }
  }

  @Test func `One in so many new records takes the oldest one's place`() throws {
    let table = try interpreter(timeoutText(touch: "insert", full: "evicts one in 3", capacity: 1))
    var (taken, now) = (0, UInt64(0))
    for key in 0..<600 as Range<UInt64> {
      now += 1
      _ = run(table, 1, UInt8(key % 251), 3, now: now)
      guard key > 0 else { continue }
      let wins = mix64(seed: 3, [key % 251, now]) % 3 == 0
      let holds = table.snapshot().maps["records"]?.first?.key == [key % 251]
      #expect(holds == wins)
      taken += wins ? 1 : 0
      // Elements of those that found no room are gone; the test has enough of them.
      if table.free(inPool: "elements") ?? 0 < 2 { break }
    }
    #expect(taken > 20)
  }
}
