import IR
import Testing
import Wire

@testable import Interpreter

/// The toy's records in the plainest form: an array in order of touch.
private struct Model {
  struct Record { var key, other, value: UInt8; var element: UInt8; var seen: UInt64 }
  let capacity: Int
  let timeout: UInt64
  let touches: Bool
  let evicts: Bool
  var records: [Record] = []
  var free: [UInt8]

  mutating func remove(where dies: (Record) -> Bool) {
    free += records.filter(dies).map(\.element)
    records.removeAll(where: dies)
  }

  mutating func answer(_ action: UInt8, _ key: UInt8, _ other: UInt8, _ value: UInt8, _ now: UInt64) -> Answer {
    let timeout = timeout
    remove { now - $0.seen >= timeout }
    if action == 2 { return make(key, other, value, now) }
    let bySecond = action == 1 || action == 4
    guard let place = records.firstIndex(where: { bySecond ? $0.other == other : $0.key == key }) else { return .miss }
    let found = touch(place, now)
    switch action {
    case 0: return .value(found.value, element: found.element)
    case 1: return .value(found.key, element: 0)
    case 5:
      records[records.firstIndex { $0.key == key }!].value &+= value
      return .value(value, element: 0)
    default:
      remove { $0.key == found.key }
      return .value(value, element: 0)
    }
  }

  private mutating func touch(_ place: Int, _ now: UInt64) -> Record {
    guard touches else { return records[place] }
    var record = records.remove(at: place)
    record.seen = now
    records.append(record)
    return record
  }

  private mutating func make(_ key: UInt8, _ other: UInt8, _ value: UInt8, _ now: UInt64) -> Answer {
    guard !free.isEmpty else { return .empty }
    let element = free.removeFirst()
    remove { $0.key == key }
    remove { $0.other == other }
    if records.count >= capacity {
      guard evicts else { return .full }
      let oldest = records[0].key
      remove { $0.key == oldest }
    }
    records.append(Record(key: key, other: other, value: value, element: element, seen: now))
    return .value(value, element: element)
  }
}

@Suite struct ModelTests {
  @Test(arguments: [false, true], [false, true])
  func `Random commands give what a plain model gives`(touches: Bool, evicts: Bool) throws {
    for seed in 0..<8 as Range<UInt64> {
      let text = Toy.text(
        expiry: "expires 300 ns after \(touches ? "lookup" : "insert")", full: evicts ? "evicts" : "fails",
        capacity: 12, pool: 60)
      let table = try interpreter(text)
      var model = Model(
        capacity: 12, timeout: 300, touches: touches, evicts: evicts, free: (0..<60).map { 100 + $0 })
      try compare(table, &model, seed: seed)
    }
  }

  private func compare(_ table: Interpreter, _ model: inout Model, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var now: UInt64 = 0
    for step in 0..<4000 {
      now += UInt64(random.below(12)) + (random.chance(0.01) ? 250 : 0)
      let action = UInt8([0, 1, 2, 2, 2, 3, 4, 5][random.below(8)])
      let (key, other) = (UInt8(random.below(20)), UInt8(random.below(20)))
      let value = UInt8(random.below(256))
      let observed = table.ask(action, key: key, other: other, value: value, now: now)
      try #require(observed == model.answer(action, key, other, value, now), "seed \(seed), step \(step)")
    }
    let entries = model.records.sorted { $0.key < $1.key }
    let observed = table.snapshot().maps["first"]
    #expect(observed?.map(\.key) == entries.map { [UInt64($0.key)] })
    #expect(observed?.map(\.value) == entries.map { [UInt64($0.value), UInt64($0.element)] })
    #expect(observed?.map(\.lastSeen) == entries.map(\.seen))
  }
}
