import Testing

@testable import Runtime

/// What an interval's counts decide.
@Suite struct RankingTests {
  private func ranking(host: [Int], nic: [Int], capacity: Int) -> Ranking {
    var ranking = Ranking()
    for grade in host { ranking.add(grade: grade, onNIC: false) }
    for grade in nic { ranking.add(grade: grade, onNIC: true) }
    ranking.decide(capacity: capacity, room: capacity - nic.count)
    return ranking
  }

  @Test func withRoomWhoeverWasUsedMayGo() {
    let ranking = ranking(host: [0, 5, 30], nic: [40], capacity: 10)
    #expect(ranking.entrance <= 5 && ranking.entrance > 0)
    #expect(ranking.allowance >= 2)
  }

  @Test func theUnusedStayAway() {
    #expect(ranking(host: [0, 0], nic: [], capacity: 10).entrance > 0)
  }

  @Test func aFullNICGivesPlacesOfTheColdToTheHot() {
    let ranking = ranking(host: [60, 61, 62], nic: [10, 10, 60], capacity: 3)
    #expect(ranking.allowance == 2)
    #expect(ranking.exit >= 10 && ranking.exit < 60)
    #expect(ranking.entrance == 61)
  }

  @Test func anOctaveIsNeeded() {
    #expect(ranking(host: [50, 50], nic: [45, 45], capacity: 2).allowance == 0)
    #expect(ranking(host: [50, 50], nic: [34, 34], capacity: 2).allowance == 2)
  }

  @Test func theIdleMakeRoomForTheUsed() {
    let ranking = ranking(host: [16], nic: [0, 0, 40], capacity: 3)
    #expect(ranking.allowance == 2 && ranking.exit == 0 && ranking.entrance <= 16)
  }

  @Test func clearingForgets() {
    var ranking = ranking(host: [60], nic: [1], capacity: 1)
    ranking.clear()
    ranking.decide(capacity: 1, room: 0)
    #expect(ranking.allowance == 0)
  }
}
