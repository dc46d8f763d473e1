import IR

/// The bound for one path: the cheapest of its ways out of the NIC half, part by part.
struct LeastPath {
  struct Cost {
    var nic, engine, host: Double
    /// Of the sum of the cores' times.
    var both: Double

    static let impossible = Cost(nic: .infinity, engine: .infinity, host: .infinity, both: .infinity)

    mutating func lower(to other: Cost) {
      nic = min(nic, other.nic)
      engine = min(engine, other.engine)
      host = min(host, other.host)
      both = min(both, other.both)
    }

    /// `share` of the packets take this or `other`, whichever is less; the rest takes `other`.
    func mixed(_ share: Double, _ other: Cost) -> Cost {
      func mean(_ mine: Double, _ theirs: Double) -> Double { share * min(mine, theirs) + (1 - share) * theirs }
      return Cost(
        nic: mean(nic, other.nic), engine: mean(engine, other.engine), host: mean(host, other.host),
        both: mean(both, other.both))
    }
  }

  private let book: PriceBook
  private let work: PathWork
  private let terms: TermTable
  private(set) var least = Cost.impossible
  private(set) var finished = 0.0
  /// Share of the packets that every lookup so far may find on the NIC.
  private var hit = 1.0
  /// What a packet takes that the first lookup in a split state turns away.
  private var turnedAway: Cost?
  private var spent = 0.0
  private var spentEngine = 0.0
  private var hostSpent = 0.0
  private let hostAccesses: Double
  private var next = 0
  /// The path misses in a split state: what it looks for is not the NIC's.
  private var isTurnedAway = false

  init(_ work: PathWork, _ book: PriceBook, _ terms: TermTable) {
    (self.work, self.book, self.terms) = (work, book, terms)
    hostAccesses = work.accesses.reduce(0) { $0 + terms.host($1.state, $1.operation) * $1.count }
  }

  var isPossible: Bool { least.host < .infinity }

  mutating func walk(off: [Bool], resumable: [Bool]) {
    for position in work.blocks.indices {
      guard !off[work.blocks[position]] else { return }
      pass(position)
      guard !isTurnedAway else {
        if !work.effectBehind[position] { leave(at: position, .restart) }
        return
      }
      guard position + 1 < work.blocks.count else { break }
      if !work.effectBehind[position] { leave(at: position, .restart) }
      if work.mayBeBehindEffect[position], resumable[work.blocks[position + 1]] { leave(at: position, .resume) }
    }
    finish()
  }

  mutating func walk(cuts: [CutMode?]) {
    let cut = work.cutPosition(cuts)
    for position in 0...(cut?.position ?? work.blocks.count - 1) { pass(position) }
    if let cut { leave(at: cut.position, cut.mode) } else { finish() }
  }

  private mutating func pass(_ position: Int) {
    while next < work.accesses.count, work.accesses[next].position == position {
      let access = work.accesses[next]
      if access.isHit, terms.isSplit[access.state] { turnAway(access) }
      if access.operation == TermTable.hashMiss, terms.isSplit[access.state] { isTurnedAway = true }
      spent += terms.nic(access.state, access.operation) * access.count
      spentEngine += terms.engine(access.state, access.operation) * access.count
      hostSpent += terms.host(access.state, access.operation) * access.count
      next += 1
    }
  }

  private mutating func turnAway(_ access: PathWork.PlacedAccess) {
    hit = min(hit, terms.hit[access.state])
    if turnedAway == nil {
      let miss = terms.nic(access.state, TermTable.hashMiss)
      let nic = work.nicBefore[access.position + 1] + spent + miss + clock(upTo: access.position) + book.nicPunt
      let host = hostTime(from: 0)
      let engine = spentEngine + terms.engine(access.state, TermTable.hashMiss)
      turnedAway = Cost(nic: nic, engine: engine, host: host, both: nic + host)
    }
    spent += terms.nic(access.state, TermTable.ownerCheck)
    spentEngine += terms.engine(access.state, TermTable.ownerCheck)
  }

  private mutating func leave(at position: Int, _ mode: CutMode) {
    let nic = work.nicBefore[position + 1] + spent + clock(upTo: position) + book.nicPunt
    let host = hostTime(from: mode == .restart ? 0 : position + 1)
    offer(Cost(nic: nic, engine: spentEngine, host: host, both: nic + host))
  }

  private mutating func finish() {
    let nic = work.nicBefore[work.blocks.count] + spent + clock(upTo: work.blocks.count - 1) + work.nicVerdict
    finished = hit
    offer(Cost(nic: nic, engine: spentEngine, host: 0, both: nic))
  }

  private mutating func offer(_ cost: Cost) { least.lower(to: turnedAway.map { cost.mixed(hit, $0) } ?? cost) }

  private func hostTime(from position: Int) -> Double {
    let accesses = position == 0 ? hostAccesses : hostAccesses - hostSpent
    let clock = work.clockFrom < work.blocks.count && position == 0 ? book.hostClock : 0
    let fixed = work.hostBefore[work.blocks.count] - work.hostBefore[position]
    return book.hostPunt + fixed + accesses + clock + work.hostEnds
  }

  private func clock(upTo position: Int) -> Double { work.clockFrom <= position ? book.nicClock : 0 }
}
