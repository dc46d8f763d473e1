/// How hot records are, on the scale that the runtime has: packets, of which a quarter is forgotten at the end of each interval.
enum Heat {
  static let fading: Float = 0.75
  /// What a steady count per interval tends to, in intervals.
  static let intervals: Float = 4
  /// Grades of the logarithmic scale, 16 to the octave.
  static let grades = 256
  /// By so many grades, an octave, a record must be hotter than the one whose place it takes.
  static let margin = 16

  static func grade(_ count: Float) -> Int {
    let grade = Int((count + 1).bitPattern >> 19) - Int(Float(1).bitPattern >> 19)
    return min(max(grade, 0), grades - 1)
  }
}

/// Which records should move at the end of an interval.
struct HeatRanking {
  private var host = [Int](repeating: 0, count: Heat.grades)
  private var nic = [Int](repeating: 0, count: Heat.grades)
  /// The grade from which a record of the host's goes to the NIC.
  private(set) var entrance = Heat.grades
  /// The grade up to which one of the NIC's gives its place away; -1: none does.
  private(set) var exit = -1
  private(set) var allowance = 0

  mutating func add(grade: Int, onNIC: Bool) {
    if onNIC { nic[grade] += 1 } else { host[grade] += 1 }
  }

  /// The threshold is the grade of the coldest record that would be on the NIC if moves cost nothing. Free places take records from
  /// there on, other places those that are hotter by the margin than the loser; the hottest first where not all can.
  mutating func decide(places: Int, free: Int, mostMoves: Int) {
    let threshold = Self.gradeOfLast(among: places) { host[$0] + nic[$0] }
    let contested = max(threshold, Heat.margin)
    exit = contested - Heat.margin
    allowance = min(max(0, free) + nic[0...exit].reduce(0, +), mostMoves)
    entrance = max(
      free > 0 ? max(1, threshold) : contested, Self.gradeOfLast(among: max(1, allowance)) { host[$0] })
  }

  private static func gradeOfLast(among count: Int, _ records: (Int) -> Int) -> Int {
    var left = count
    for grade in (0..<Heat.grades).reversed() {
      left -= records(grade)
      if left <= 0 { return grade }
    }
    return 0
  }
}
