import IR

/// Where the packets of one path end up and what they cost: the inner loop of every evaluation.
struct PathDemand {
  private let book: PriceBook
  private let work: PathWork
  private let terms: [StateTerms]
  private let isSplit: [Bool]
  /// Of one packet of the path.
  private(set) var nic = 0.0
  private(set) var engine = 0.0
  private(set) var host = 0.0
  private(set) var finished = 0.0
  private(set) var recallWrites = 0.0
  /// Price so far of the states' operations on the NIC.
  private var spent = 0.0
  private var spentEngine = 0.0
  /// Share of the packets that are still on the NIC.
  private var reach = 1.0
  private var hitGroups: [Int] = []

  init(_ work: PathWork, _ book: PriceBook, _ terms: [StateTerms], _ isSplit: [Bool], cuts: [CutMode?]) {
    self.work = work
    self.book = book
    self.terms = terms
    self.isSplit = isSplit
    let cut = work.cutPosition(cuts)
    let last = cut?.position ?? work.blocks.count - 1
    for access in work.accesses where access.position <= last { step(access) }
    end(at: last, cut?.mode)
  }

  private mutating func step(_ access: PathWork.PlacedAccess) {
    let terms = terms[access.state]
    if access.isHit, isSplit[access.state] {
      let staying = min(reach, terms.hit)
      leave(reach - staying, at: access, terms)
      reach = staying
      spent += terms.nic[Self.ownerCheck]
      spentEngine += terms.engine[Self.ownerCheck]
      if !hitGroups.contains(book.group[access.state]) { hitGroups.append(book.group[access.state]) }
    }
    spent += terms.nic[access.operation] * access.count
    spentEngine += terms.engine[access.operation] * access.count
  }

  /// Packets whose record is not the NIC's leave at the lookup and start over on the host.
  private mutating func leave(_ share: Double, at access: PathWork.PlacedAccess, _ terms: StateTerms) {
    guard share > 0 else { return }
    let before = work.nicBefore[access.position + 1] + spent + terms.nic[Self.hashMiss]
    nic += share * (before + clock(upTo: access.position) + (book.nic?.punt ?? 0))
    engine += share * (spentEngine + terms.engine[Self.hashMiss])
    host += share * hostTime(from: 0)
    recall(share, hitGroups.filter { $0 != book.group[access.state] })
  }

  private mutating func end(at position: Int, _ mode: CutMode?) {
    let time = work.nicBefore[position + 1] + spent + clock(upTo: position)
    engine += reach * spentEngine
    guard let mode else {
      nic += reach * (time + verdictTime)
      finished = reach
      return
    }
    nic += reach * (time + (book.nic?.punt ?? 0))
    host += reach * hostTime(from: mode == .restart ? 0 : position + 1)
    recall(reach, mode == .restart ? hitGroups : hitGroups.filter { touched($0, after: position) })
  }

  /// The host takes back the records that it meets, that the NIC owns, and that only one side may use.
  private mutating func recall(_ share: Double, _ groups: [Int]) {
    for group in groups where book.needsRecall[group] {
      host += share * book.recall
      recallWrites += share * book.recordWrites[group]
    }
  }

  private func touched(_ group: Int, after position: Int) -> Bool {
    work.accesses.contains { $0.position > position && book.group[$0.state] == group && $0.isHit }
  }

  private func clock(upTo position: Int) -> Double { work.clockFrom <= position ? book.nicClock : 0 }

  private var verdictTime: Double {
    guard let nic = book.nic else { return 0 }
    return nic.time(of: work.path.verdict)
  }

  /// The host's part for a packet that it gets from a NIC half.
  private func hostTime(from position: Int) -> Double {
    book.host.punt + Self.hostTime(work, book, terms, from: position)
  }

  /// The host's part from a position on, with what comes before and after.
  static func hostTime(_ work: PathWork, _ book: PriceBook, _ terms: [StateTerms], from position: Int) -> Double {
    var time = work.hostBefore[work.blocks.count] - work.hostBefore[position]
    for access in work.accesses where access.position >= position {
      time += terms[access.state].host[access.operation] * access.count
    }
    if work.clockFrom < work.blocks.count, position == 0 { time += book.hostClock }
    return time + book.host.receive + book.host.time(of: work.path.verdict)
  }

  private static let ownerCheck = OperationClass.ownerCheck.ordinal
  private static let hashMiss = OperationClass.hashMiss.ordinal
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
