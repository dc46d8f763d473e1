import Testing
import Traffic
import Wire

@testable import PerfModel

/// Cores, memory engine and cache as formulas.
@Suite struct SharedMemoryTests {
  @Test func alikeTimesCostAThreadsShare() {
    let overlap = Overlap(threads: 8)
    #expect(abs(overlap.time(core: 100, engine: 100) - 112.5) < 1e-6)
    #expect(abs(overlap.time(core: 100, engine: 99.9999) - 112.5) < 0.01)
    #expect(overlap.time(core: 100, engine: 0) == 100)
    #expect(abs(overlap.time(core: 1000, engine: 10) - 1000) < 1e-6)
  }

  @Test func moreWorkNeverMakesAPacketFaster() {
    let overlap = Overlap(threads: 8)
    var before = 0.0
    for engine in stride(from: 0.0, through: 400, by: 5) {
      let time = overlap.time(core: 150, engine: engine)
      #expect(time >= before)
      #expect(time >= max(150, engine))
      #expect(time == overlap.time(core: engine, engine: 150))
      before = time
    }
  }

  @Test func threadsWaitWhereTheWorkIs() {
    let overlap = Overlap(threads: 8)
    #expect(abs(overlap.waiting(core: 100, engine: 100) - 4) < 1e-9)
    #expect(overlap.waiting(core: 1, engine: 1000) > 7.99)
    #expect(overlap.waiting(core: 1000, engine: 1) < 0.01)
    #expect(overlap.waiting(core: 0, engine: 1) == 8)
  }

  @Test func whatFitsIsFound() {
    let shares = CacheShares([.uniform(100), .uniform(900)], perPacket: [3, 1], entries: 1000)
    #expect(shares.share(0, .uniform(100)) == 1)
    #expect(shares.share(1, .uniform(900)) == 1)
  }

  /// Two tables that are used unequally share a cache: the formula against a cache that is played through.
  @Test func sharesAreThoseOfACacheThatThrowsOutTheOldest() {
    let (sizes, weights, entries) = ([3000, 3000], [4.0, 1.0], 1500)
    let shares = CacheShares(sizes.map { .uniform($0) }, perPacket: weights, entries: Double(entries))
    var generator = SplitMix64(seed: 7)
    var cache = OldestOut(entries: entries)
    var found = [0, 0]
    var asked = [0, 0]
    for turn in 0..<60_000 {
      let table = Double.random(in: 0..<5, using: &generator) < 4 ? 0 : 1
      let hit = cache.use(table * 10_000 + Int.random(in: 0..<sizes[table], using: &generator))
      guard turn >= 20_000 else { continue }
      asked[table] += 1
      found[table] += hit ? 1 : 0
    }
    for table in 0..<2 {
      let observed = Double(found[table]) / Double(asked[table])
      #expect(abs(shares.share(table, .uniform(sizes[table])) - observed) < 0.02)
    }
  }

  @Test func theHotEntriesOfSkewedTrafficAreFound() {
    let curve = Zipf(count: 65_536, exponent: 1.1).curve
    let shares = CacheShares([.top(65_536, curve)], perPacket: [1], entries: 6_000)
    let all = shares.share(0, .top(65_536, curve))
    #expect(all > 0.6 && all < 1)
    #expect(shares.share(0, .top(1_000, curve)) > 0.95)
    #expect(shares.share(0, .uniform(65_536)) < all / 2)
  }
}

/// Entries in the order of their last use, by numbered turns.
private struct OldestOut {
  let entries: Int
  private var turns: [Int: Int] = [:]
  private var queue: [(turn: Int, entry: Int)] = []
  private var next = 0
  private var turn = 0

  init(entries: Int) { self.entries = entries }

  mutating func use(_ entry: Int) -> Bool {
    turn += 1
    queue.append((turn, entry))
    let hit = turns.updateValue(turn, forKey: entry) != nil
    while turns.count > entries {
      let oldest = queue[next]
      next += 1
      if turns[oldest.entry] == oldest.turn { turns[oldest.entry] = nil }
    }
    return hit
  }
}

/// What a card guarantees that takes fewer packets when overloaded.
@Suite struct OverloadTests {
  @Test func capacitiesWithinTheBandFallToItsRate() throws {
    let overload = try #require(try DeviceModel.load("agilio-cx-1x40") { _ in nil }.link.overload)
    #expect(overload.rate(at: 35e6) == 35e6)
    #expect(overload.rate(at: 36e6) == 30e6)
    #expect(overload.rate(at: 45e6) == 30e6)
    #expect(overload.rate(at: 51e6) == 51e6)
  }
}
