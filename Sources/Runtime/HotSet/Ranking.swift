/// How many records of each grade are on either side, and what follows from it for an interval's moves.
struct Ranking {
  /// Grades by which a record must be hotter than the one whose place it takes: an octave, twice the packets.
  static let margin = 16

  private var host = [Int](repeating: 0, count: Popularity.grades)
  private var nic = [Int](repeating: 0, count: Popularity.grades)
  /// The grade from which a record of the host's may go.
  private(set) var entrance = Popularity.grades
  /// The grade up to which a record of the NIC's may be sent back; -1: none.
  private(set) var exit = -1
  /// Records that may still go in this interval.
  private(set) var allowance = 0

  mutating func clear() {
    for grade in host.indices {
      host[grade] = 0
      nic[grade] = 0
    }
  }

  mutating func add(grade: Int, onNIC: Bool) {
    if onNIC { nic[grade] += 1 } else { host[grade] += 1 }
  }

  /// Decides the interval's moves for a NIC with `capacity` places of which `room` are free.
  ///
  /// The threshold is the grade of the coldest record that would be on the NIC if moving cost nothing. Into free places go the
  /// records from there; places of others are taken from an octave above the loser, at the threshold or hotter. Where more records want
  /// to go than places can be had, the hottest go.
  mutating func decide(capacity: Int, room: Int) {
    let threshold = Self.gradeOfLast(among: capacity) { host[$0] + nic[$0] }
    let contested = max(threshold, Self.margin)
    exit = contested - Self.margin
    allowance = max(0, room) + nic[0...exit].reduce(0, +)
    let least = room > 0 ? max(1, threshold) : contested
    entrance = max(least, Self.gradeOfLast(among: allowance) { host[$0] })
  }

  mutating func use() { allowance -= 1 }

  /// The grade of the `count`-th hottest record; 0 when there are fewer.
  private static func gradeOfLast(among count: Int, _ records: (Int) -> Int) -> Int {
    var left = count
    for grade in (0..<Popularity.grades).reversed() {
      left -= records(grade)
      if left <= 0 { return grade }
    }
    return 0
  }
}
