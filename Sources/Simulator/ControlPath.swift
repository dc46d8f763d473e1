/// The channel by which the host writes and deletes entries of the NIC's tables: one at a time, in order.
struct ControlPath {
  enum Work: UInt8 {
    /// A record goes to the NIC.
    case promote
    /// A colder record comes back.
    case demote
    /// The entries of a record that is no more are deleted.
    case delete
  }

  struct Move {
    var work: Work
    var group: Int32
    var key: UInt32
    var generation: UInt8
    var entries: Int32
    var done: Double
  }

  private var server = Server()
  private var moves = Ring<Move>(capacity: 64)
  private let limit: Int
  private let timePerEntry: Double
  private var waitingPromotions = 0
  private(set) var refused = 0

  init(entriesPerSecond: Double, limit: Int) {
    timePerEntry = 1e9 / entriesPerSecond
    self.limit = limit
  }

  /// When the next move is done.
  var nextDone: Double { moves.first?.done ?? .infinity }
  /// Nanoseconds of work that wait.
  func backlog(at time: Double) -> Double { max(0, server.free - time) }
  var busy: Double { server.busy }
  var hasRoom: Bool { waitingPromotions < limit }

  mutating func refuse() { refused += 1 }

  mutating func add(_ work: Work, group: Int, key: Int, generation: UInt8, entries: Int, at time: Double) {
    _ = server.serve(from: time, for: Double(entries) * timePerEntry)
    if work == .promote { waitingPromotions += 1 }
    moves.append(
      Move(
        work: work, group: Int32(group), key: UInt32(key), generation: generation, entries: Int32(entries),
        done: server.free))
  }

  mutating func takeDone() -> Move {
    let move = moves.removeFirst()
    if move.work == .promote { waitingPromotions -= 1 }
    return move
  }

  /// Entries that can be written in a time.
  func entries(in nanoseconds: Double) -> Int { Int(nanoseconds / timePerEntry) }
}
