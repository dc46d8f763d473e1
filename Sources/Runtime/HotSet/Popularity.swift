/// How often the records of one group were used lately: a count per slot in which older intervals fade.
///
/// Owned by the worker; memory is taken once.
final class Popularity {
  /// What is left of a count after an interval: a record's count tends to 4 × its packets per interval.
  static let fading: Float = 0.75
  /// Grades of a logarithmic scale, 16 to the octave: counts of 0 to 65,535 have different ones.
  static let grades = 256

  let capacity: Int
  private let counts: UnsafeMutablePointer<Float>
  private let hostHits: UnsafeMutablePointer<UInt32>
  private let nicHits: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    self.capacity = capacity
    counts = .allocate(capacity: capacity)
    hostHits = .allocate(capacity: capacity)
    nicHits = .allocate(capacity: capacity)
    counts.initialize(repeating: 0, count: capacity)
    hostHits.initialize(repeating: 0, count: capacity)
    nicHits.initialize(repeating: 0, count: capacity)
  }

  deinit {
    counts.deallocate()
    hostHits.deallocate()
    nicHits.deallocate()
  }

  /// Starts the count of a new record.
  func reset(_ slot: Int, nicHits hits: UInt32) {
    counts[slot] = 0
    hostHits[slot] = 0
    nicHits[slot] = hits
  }

  /// A record's NIC count begins at 0 when it moves there.
  func restart(_ slot: Int) { nicHits[slot] = 0 }

  /// Ends an interval for a record: its count fades, and what both halves counted since is added.
  func update(_ slot: Int, hostHits host: UInt32, nicHits nic: UInt32) {
    let fresh = (host &- hostHits[slot]) &+ (nic &- nicHits[slot])
    hostHits[slot] = host
    nicHits[slot] = nic
    counts[slot] = counts[slot] * Self.fading + Float(fresh)
  }

  subscript(_ slot: Int) -> Float { counts[slot] }

  /// The count on the logarithmic scale: the exponent and four bits of the fraction of `count + 1`.
  func grade(_ slot: Int) -> Int { Self.grade(counts[slot]) }

  static func grade(_ count: Float) -> Int {
    let bits = Int((count + 1).bitPattern >> 19) - Int(Float(1).bitPattern >> 19)
    return min(max(bits, 0), grades - 1)
  }
}
