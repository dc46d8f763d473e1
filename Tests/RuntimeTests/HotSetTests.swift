import CNFABI
import Halves
import Plan
import Testing
import Wire

@testable import Runtime

/// What the hot set does with the records of a NAT whose NIC half is a set of maps in memory.
@Suite struct HotSetTests {
  @Test func gradesAreLogarithmic() {
    #expect(Popularity.grade(0) == 0)
    #expect(Popularity.grade(1) == 16)
    #expect(Popularity.grade(3) == 32)
    #expect(Popularity.grade(1e9) == Popularity.grades - 1)
    #expect((0..<1000).allSatisfy { Popularity.grade(Float($0)) <= Popularity.grade(Float($0 + 1)) })
  }

  @Test func countsFade() {
    let popularity = Popularity(capacity: 1)
    popularity.update(0, hostHits: 8, nicHits: 0)
    #expect(popularity[0] == 8)
    popularity.update(0, hostHits: 8, nicHits: 4)
    #expect(popularity[0] == 10)
    popularity.restart(0)
    popularity.update(0, hostHits: 8, nicHits: 0)
    #expect(popularity[0] == 7.5)
  }

  @Test func newRecordsGoToTheNICWhileThereIsRoom() throws {
    let bench = try NATBench(nicEntries: 3)
    for host in 1...5 as ClosedRange<UInt8> { bench.send(from: host) }
    bench.work(drained: true)
    #expect(bench.owned == 3)
    #expect(bench.hotSet.moves.promoted == 3)
    #expect(bench.nic.count == 6)  // two keys each
  }

  @Test func withoutAPolicyNothingMoves() throws {
    var policy = DaemonConfiguration.Replan()
    policy.policy = .none
    let bench = try NATBench(nicEntries: 3, policy: policy)
    bench.send(from: 1)
    bench.work(drained: true)
    #expect(bench.owned == 0 && bench.nic.count == 0)
  }

  @Test func aRecordWaitsForItsPacketsOnTheWay() throws {
    let bench = try NATBench(nicEntries: 3)
    // A second packet of the flow was punted before the first was finished.
    bench.send(from: 1, alsoPunted: 1)
    bench.work(drained: false)
    #expect(bench.owned == 0)
    bench.send(from: 1, punted: false)
    bench.work(drained: false)
    #expect(bench.owned == 1)
  }

  @Test func aPacketThatWasLostHoldsNothingUpForLong() throws {
    let bench = try NATBench(nicEntries: 3)
    bench.send(from: 1, alsoPunted: 1)
    bench.work(drained: true)
    #expect(bench.owned == 0)
    bench.now += QuietCheck.healingNanoseconds + 1
    bench.work(drained: true)
    #expect(bench.owned == 1)
    #expect(bench.hotSet.quiet.healed == 1)
  }

  @Test func whoWaitsTooLongIsRefused() throws {
    let bench = try NATBench(nicEntries: 3)
    bench.send(from: 1, alsoPunted: 1)
    bench.work(drained: false)
    bench.now += HotSet.patienceNanoseconds + 1
    bench.work(drained: false)
    #expect(bench.owned == 0 && bench.hotSet.moves.refused == 1 && !bench.hotSet.isBusy)
  }

  @Test func theHotTakeThePlacesOfTheCold() throws {
    let bench = try NATBench(nicEntries: 2)
    for host in 1...4 as ClosedRange<UInt8> { bench.send(from: host) }
    bench.work(drained: true)
    #expect(bench.isOnNIC(1) && bench.isOnNIC(2))
    for _ in 0..<5 {
      for _ in 0..<20 {
        bench.send(from: 3)
        bench.send(from: 4)
      }
      bench.endInterval()
    }
    #expect(bench.isOnNIC(3) && bench.isOnNIC(4))
    #expect(!bench.isOnNIC(1) && !bench.isOnNIC(2))
    #expect(bench.owned == 2 && bench.nic.count == 4 && bench.hotSet.moves.demoted == 2)
  }

  @Test func equalsStayWhereTheyAre() throws {
    let bench = try NATBench(nicEntries: 2)
    for _ in 0..<6 {
      for host in 1...4 as ClosedRange<UInt8> where !bench.isOnNIC(host) { bench.send(from: host) }
      for host in 1...4 as ClosedRange<UInt8> where bench.isOnNIC(host) { bench.hitOnNIC(host) }
      bench.endInterval()
    }
    #expect(bench.hotSet.moves.demoted == 0 && bench.owned == 2)
  }

  @Test func aPacketOfARecordOnTheNICCallsItBack() throws {
    let bench = try NATBench(nicEntries: 2)
    bench.send(from: 1)
    bench.work(drained: true)
    bench.hotSet.mover.nic.control(of: "bindings")?[0].last_seen = 500
    #expect(bench.hotSet.recall(group: 0, slot: 0))
    #expect(bench.owned == 0 && bench.nic.count == 0 && bench.hotSet.moves.recalled == 1)
  }

  @Test func describesTheHottestFirst() throws {
    let bench = try NATBench(nicEntries: 4)
    for host in 1...3 as ClosedRange<UInt8> { bench.send(from: host) }
    bench.work(drained: true)
    for _ in 0..<9 { bench.hitOnNIC(2) }
    bench.hitOnNIC(3)
    bench.endInterval()
    let state = try #require(bench.hotSet.description().states.first)
    #expect(state.name == "bindings" && state.nicEntries == 3 && state.nicCapacity == 4)
    #expect(state.hottest.map(\.slot) == [1, 2, 0])
  }
}
