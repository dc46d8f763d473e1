import IR

/// Where the packets of one path end up and what they cost: the inner loop of every evaluation.
struct PathDemand {
  private let book: PriceBook
  private let work: PathWork
  private let terms: TermTable
  /// Of one packet of the path.
  private(set) var nic = 0.0
  private(set) var engine = 0.0
  private(set) var host = 0.0
  private(set) var finished = 0.0
  private(set) var recallWrites = 0.0
  /// Groups of which the host takes a record back: a bit by the primary's state index.
  private(set) var recalled: UInt64 = 0
  /// Price so far of the states' operations on the NIC.
  private var spent = 0.0
  private var spentEngine = 0.0
  /// Share of the packets that are still on the NIC.
  private var reach = 1.0
  /// Groups of which the NIC found a record of its own: a bit by the primary's state index.
  private var hitGroups: UInt64 = 0

  init(_ work: PathWork, _ book: PriceBook, _ terms: TermTable, cuts: [CutMode?]) {
    self.work = work
    self.book = book
    self.terms = terms
    let cut = work.cutPosition(cuts)
    let last = cut?.position ?? work.blocks.count - 1
    for access in work.accesses where access.position <= last { step(access) }
    end(at: last, cut?.mode)
  }

  private mutating func step(_ access: PathWork.PlacedAccess) {
    if access.isHit, terms.isSplit[access.state] {
      let staying = min(reach, terms.hit[access.state])
      leave(reach - staying, at: access)
      reach = staying
      spent += terms.nic(access.state, TermTable.ownerCheck)
      spentEngine += terms.engine(access.state, TermTable.ownerCheck)
      hitGroups |= group(access.state)
    }
    spent += terms.nic(access.state, access.operation) * access.count
    spentEngine += terms.engine(access.state, access.operation) * access.count
  }

  /// Packets whose record is not the NIC's leave at the lookup and start over on the host.
  private mutating func leave(_ share: Double, at access: PathWork.PlacedAccess) {
    guard share > 0 else { return }
    let before = work.nicBefore[access.position + 1] + spent + terms.nic(access.state, TermTable.hashMiss)
    nic += share * (before + clock(upTo: access.position) + book.nicPunt)
    engine += share * (spentEngine + terms.engine(access.state, TermTable.hashMiss))
    host += share * hostTime(from: 0)
    recall(share, hitGroups & ~group(access.state))
  }

  private mutating func end(at position: Int, _ mode: CutMode?) {
    let time = work.nicBefore[position + 1] + spent + clock(upTo: position)
    engine += reach * spentEngine
    guard let mode else {
      nic += reach * (time + verdictTime)
      finished = reach
      return
    }
    nic += reach * (time + book.nicPunt)
    host += reach * hostTime(from: mode == .restart ? 0 : position + 1)
    recall(reach, mode == .restart ? hitGroups : hitGroups & groupsTouched(after: position))
  }

  /// The host takes back the records that it meets, that the NIC owns, and that only one side may use.
  private mutating func recall(_ share: Double, _ groups: UInt64) {
    guard share > 0, groups & book.recalledGroups != 0 else { return }
    recalled |= groups & book.recalledGroups
    for state in book.group.indices where groups & book.recalledGroups & (1 << UInt64(state & 63)) != 0 {
      host += share * book.recall
      recallWrites += share * book.recordWrites[state]
    }
  }

  private func group(_ state: Int) -> UInt64 { 1 << UInt64(book.group[state] & 63) }

  private func groupsTouched(after position: Int) -> UInt64 {
    work.accesses.reduce(0) { $1.position > position && $1.isHit ? $0 | group($1.state) : $0 }
  }

  private func clock(upTo position: Int) -> Double { work.clockFrom <= position ? book.nicClock : 0 }

  private var verdictTime: Double { work.nicVerdict }

  /// The host's part for a packet that it gets from a NIC half.
  private func hostTime(from position: Int) -> Double {
    book.hostPunt + Self.hostTime(work, book, terms, from: position)
  }

  /// The host's part from a position on, with what comes before and after.
  static func hostTime(_ work: PathWork, _ book: PriceBook, _ terms: TermTable, from position: Int) -> Double {
    var time = work.hostBefore[work.blocks.count] - work.hostBefore[position]
    for access in work.accesses where access.position >= position {
      time += terms.host(access.state, access.operation) * access.count
    }
    if work.clockFrom < work.blocks.count, position == 0 { time += book.hostClock }
    return time + work.hostEnds
  }
}

extension Verdict {
  /// The packet goes out.
  var isSent: Bool {
    switch self {
    case .forward, .reply: true
    case .drop, .toControlPlane: false
    }
  }
}

extension SitePrices {
  func time(of verdict: Verdict) -> Double {
    switch verdict {
    case .forward, .reply: forward
    case .drop: drop
    case .toControlPlane: controlPlane
    }
  }
}
