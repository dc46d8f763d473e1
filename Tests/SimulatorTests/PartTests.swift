import Testing
import Wire

@testable import Simulator

/// The parts that runs are made of.
struct PartTests {
  @Test func percentilesAreWithinABin() {
    var histogram = LatencyHistogram()
    for nanoseconds in 1...100_000 { histogram.add(Double(nanoseconds)) }
    for share in [0.01, 0.5, 0.9, 0.99, 0.999] {
      #expect(abs(histogram.percentile(share) / (share * 100_000) - 1) < 0.02)
    }
    #expect(LatencyHistogram().percentile(0.5) == 0)
    histogram.add(.infinity)
    histogram.add(0)
    #expect(histogram.total == 100_002)
  }

  /// `limit` packets wait, the next one is lost, and there is room as soon as one is served.
  @Test func aQueueHoldsWhatItMay() {
    var queue = BoundedQueue(limit: 3)
    for start in [10.0, 20, 30] {
      #expect(!queue.isFull(at: 0))
      queue.admit(startingAt: start)
    }
    #expect(queue.isFull(at: 9.9) && !queue.isFull(at: 10))
    queue.admit(startingAt: 40)
    #expect(queue.isFull(at: 15) && !queue.isFull(at: 20))
  }

  @Test func aPoolServesByTheServerThatIsFreeFirst() {
    var pool = ServerPool(count: 3)
    #expect((0..<3).map { _ in pool.serve(from: 0, for: 10) } == [0, 0, 0])
    #expect(pool.serve(from: 5, for: 1) == 10)
    #expect(pool.serve(from: 5, for: 1) == 10)
    #expect(pool.serve(from: 5, for: 1) == 10)
    #expect(pool.serve(from: 5, for: 1) == 11)
    #expect(pool.busy == 34)
  }

  @Test func packetsLeaveTheHeapInOrderOfTheirTime() {
    var heap = PacketHeap()
    var random = SplitMix64(seed: 3)
    for _ in 0..<500 {
      heap.insert(Packet(arrival: 0, time: random.unit(), exit: 0, core: 0, bytes: 60))
    }
    var times: [Double] = []
    while !heap.isEmpty { times.append(heap.popEarliest().time) }
    #expect(times.count == 500 && times == times.sorted())
  }

  @Test func aRingGrowsAndKeepsItsOrder() {
    var ring = Ring<Int>(capacity: 2)
    var out: [Int] = []
    for number in 0..<100 {
      ring.append(number)
      if number % 3 == 2 { out.append(ring.removeFirst()) }
    }
    while ring.count > 0 { out.append(ring.removeFirst()) }
    #expect(out == Array(0..<100))
  }

  /// The mean rate is the rate whatever the burstiness, and the busiest hundredth of windows of 32 packets is as much faster as was asked.
  @Test(arguments: [1, 1.3, 1.55, 4, 20]) func arrivalsAreAsBurstyAsTheProfileSays(_ burstiness: Double) {
    var random = SplitMix64(seed: 11)
    var arrivals = ArrivalProcess(rate: 1e6, burstiness: burstiness)
    let times = (0..<320_000).map { _ in arrivals.next(&random) }
    #expect(abs(times[times.count - 1] / 320e6 - 1) < 0.05)
    let windows = stride(from: 0, to: times.count - 32, by: 32).map { times[$0 + 32] - times[$0] }.sorted()
    let busiest = windows.prefix(windows.count / 100)
    let fastest = 32_000 / (busiest.reduce(0, +) / Double(busiest.count))
    #expect(fastest > 0.7 * burstiness && fastest < 1.8 * burstiness)
  }

  @Test func theControlPathDoesOneEntryAfterTheOther() {
    var control = ControlPath(entriesPerSecond: 1000, limit: 2)
    control.add(.promote, group: 0, key: 1, generation: 0, entries: 2, at: 0)
    control.add(.delete, group: 0, key: 2, generation: 0, entries: 1, at: 0)
    #expect(control.nextDone == 2e6 && control.backlog(at: 1e6) == 2e6 && control.hasRoom)
    control.add(.promote, group: 0, key: 3, generation: 0, entries: 1, at: 0)
    #expect(!control.hasRoom)
    #expect((0..<3).map { _ in control.takeDone().key } == [1, 2, 3])
    #expect(control.hasRoom && control.nextDone == .infinity)
  }

  /// Those that are hotter by an octave take the places of the coldest, no more than may move.
  @Test func theHottestTakeThePlacesOfTheColdest() {
    var ranking = HeatRanking()
    for _ in 0..<10 { ranking.add(grade: 100, onNIC: false) }
    for _ in 0..<10 { ranking.add(grade: 90, onNIC: true) }
    for _ in 0..<10 { ranking.add(grade: 20, onNIC: true) }
    ranking.decide(places: 20, free: 0, mostMoves: 100)
    #expect(ranking.entrance == 100 && ranking.exit >= 20 && ranking.exit < 90 && ranking.allowance == 10)
    ranking.decide(places: 20, free: 0, mostMoves: 4)
    #expect(ranking.allowance == 4)
  }
}
