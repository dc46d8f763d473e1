import IR
import Testing
import Wire

@testable import Interpreter

@Suite struct RecordTests {
  @Test func `Both keys of a group lead to one record`() throws {
    let table = try interpreter(Toy.text())
    #expect(table.make(1, 11, 50) == .value(50, element: 100))
    #expect(table.read(1) == .value(50, element: 100))
    #expect(table.ask(1, other: 11) == .value(1, element: 0))
    #expect(table.read(2) == .miss)
    #expect(table.ask(4, other: 11) == .value(0, element: 0))
    #expect(table.read(1) == .miss && table.ask(1, other: 11) == .miss)
    #expect(table.snapshot().maps == ["first": [], "second": []])
  }

  @Test func `An insert removes every record that holds one of its keys`() throws {
    let table = try interpreter(Toy.text())
    _ = table.make(1, 11, 50)
    _ = table.make(2, 12, 60)
    #expect(table.make(1, 12, 70) == .value(70, element: 102))
    #expect(table.ask(1, other: 11) == .miss && table.read(2) == .miss)
    #expect(table.snapshot().maps["first"]?.map(\.value) == [[70, 102]])
    #expect(table.free(inPool: "elements") == 2)
  }

  @Test func `Pool elements come up ascending, then in the order of their release`() throws {
    let table = try interpreter(Toy.text())
    for key in 1...3 as ClosedRange<UInt8> { #expect(table.make(key, key, 0) == .value(0, element: 99 + key)) }
    #expect(table.make(4, 4, 0) == .empty)
    _ = table.ask(3, key: 2)
    _ = table.ask(3, key: 1)
    #expect(table.make(4, 4, 0) == .value(0, element: 101))
    #expect(table.make(5, 5, 0) == .value(0, element: 100))
    #expect(table.make(6, 6, 0) == .empty)
  }

  @Test func `A full table changes nothing, but a key that is there is replaced`() throws {
    let table = try interpreter(Toy.text(capacity: 2, pool: 9))
    _ = table.make(1, 1, 0)
    _ = table.make(2, 2, 0)
    let before = table.snapshot()
    #expect(table.make(3, 3, 0) == .full)
    #expect(table.snapshot() == before)
    #expect(table.make(2, 2, 9) == .value(9, element: 103))
    #expect(table.observations.map(\.live) == [2, 2])
  }

  @Test func `The record touched longest ago makes room where the policy says so`() throws {
    let table = try interpreter(Toy.text(full: "evicts", capacity: 2, pool: 9))
    _ = table.make(1, 1, 0)
    _ = table.make(2, 2, 0)
    _ = table.read(1)
    _ = table.make(3, 3, 0)
    #expect(table.read(2) == .miss)
    #expect(table.read(1) != .miss && table.read(3) != .miss)
  }

  @Test func `A record lives while less than its timeout has passed since the last touch`() throws {
    let table = try interpreter(Toy.text(expiry: "expires 100 ns after lookup"))
    _ = table.make(1, 11, 5, now: 1000)
    #expect(table.read(1, now: 1099) != .miss)
    #expect(table.ask(1, other: 11, now: 1198) != .miss)
    #expect(table.snapshot().maps["first"]?.map(\.lastSeen) == [1198])
    #expect(table.read(1, now: 1298) == .miss)
    #expect(table.free(inPool: "elements") == 3)
  }

  @Test func `A lookup does not prolong a fixed life`() throws {
    let table = try interpreter(Toy.text(expiry: "expires 100 ns after insert"))
    _ = table.make(1, 11, 5, now: 1000)
    #expect(table.read(1, now: 1099) != .miss)
    #expect(table.snapshot().maps["first"]?.map(\.lastSeen) == [1000])
    #expect(table.read(1, now: 1100) == .miss)
  }

  @Test func `Expired records do not count, and give their elements back oldest first`() throws {
    let table = try interpreter(Toy.text(expiry: "expires 100 ns after lookup", capacity: 3))
    for key in 1...3 as ClosedRange<UInt8> { _ = table.make(key, key, 0, now: UInt64(key)) }
    _ = table.read(1, now: 50)
    #expect(table.make(7, 7, 0, now: 150) == .value(0, element: 101))
    #expect(table.make(8, 8, 0, now: 150) == .value(0, element: 102))
    #expect(table.make(9, 9, 0, now: 150) == .value(0, element: 100))
  }

  @Test func `The clock never goes back`() throws {
    let table = try interpreter(Toy.text(expiry: "expires 100 ns after lookup"))
    _ = table.make(1, 1, 0, now: 1000)
    #expect(table.read(1, now: 5) != .miss)
    #expect(table.now == 1000)
    #expect(table.snapshot().maps["first"]?.map(\.lastSeen) == [1000])
  }

  @Test func `Time passes without packets too`() throws {
    let table = try interpreter(Toy.text(expiry: "expires 100 ns after lookup"))
    _ = table.make(1, 1, 0, now: 1000)
    table.advance(to: 1099)
    #expect(table.snapshot().maps["first"]?.count == 1)
    table.advance(to: 1100)
    #expect(table.snapshot().maps["first"]?.isEmpty == true)
    #expect(table.pathCounts.reduce(0) { $0 + $1.packets } == 1)
  }

  @Test func `Values add and wrap at their width`() throws {
    let table = try interpreter(Toy.text())
    _ = table.make(1, 1, 250)
    _ = table.ask(5, key: 1, value: 10)
    #expect(table.read(1) == .value(4, element: 100))
  }

  @Test func `Observations count what happened to each map`() throws {
    let table = try interpreter(Toy.text())
    table.recordsUse = true
    _ = table.make(1, 11, 5)
    #expect(table.lastUses.map(\.isNew) == [true])
    let made = table.lastUses[0]
    _ = table.ask(1, other: 11)
    #expect(table.lastUses.map(\.keyHash) == [made.keyHash] && !table.lastUses[0].isNew)
    _ = table.read(9)
    #expect(table.lastUses.isEmpty)
    #expect(table.observations[0] == observation("first", hits: 0, misses: 1))
    #expect(table.observations[1] == observation("second", hits: 1, misses: 0))
  }

  private func observation(_ state: String, hits: UInt64, misses: UInt64) -> MapObservation {
    MapObservation(state: state, inserts: 1, hits: hits, misses: misses, live: 1, capacity: 4)
  }
}
