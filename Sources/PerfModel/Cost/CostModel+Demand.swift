import IR

extension CostModel {
  /// Bytes that a punt header adds to a packet, without live values: `struct cora_punt`.
  static let puntHeaderBytes = 48.0

  /// What one offered packet takes on average under an assignment.
  public func demand(_ assignment: Assignment, _ bound: Bound = .expected, _ cache: inout TermCache) -> Demand {
    let book = book(bound)
    let terms = cache.terms(assignment, self, book)
    return assignment.offloads ? split(assignment, book, terms) : hostOnly(book, terms)
  }

  private func split(_ assignment: Assignment, _ book: PriceBook, _ terms: TermTable) -> Demand {
    var demand = Demand()
    demand.nic = book.nic?.receive ?? 0
    let cuts = flat.table(of: assignment.cuts)
    for work in book.paths {
      let path = PathDemand(work, book, terms, cuts: cuts)
      let share = work.path.share
      demand.nic += share * path.nic
      demand.engine += share * path.engine
      demand.host += share * path.host
      demand.finishedOnNIC += share * path.finished
      demand.writes += share * path.recallWrites
    }
    demand.writes += terms.writesPerSecond / max(1, traffic.packetsPerSecond)
    demand.control = demand.writes * book.recall / 2
    demand.busBytes = demand.punted * busBytes(Self.puntHeaderBytes, book)
    return demand
  }

  /// Without a NIC half: every packet goes to the host as it came. Where the NIC site uses the host's cores, they
  /// bring it there.
  private func hostOnly(_ book: PriceBook, _ terms: TermTable) -> Demand {
    var demand = Demand()
    if let nic = book.nic, device.nicUsesHostCores { demand.nic = nic.receive + nic.punt }
    for work in book.paths {
      demand.host += work.path.share * PathDemand.hostTime(work, book, terms, from: 0)
    }
    demand.busBytes = busBytes(0, book)
    return demand
  }

  func busBytes(_ header: Double, _ book: PriceBook) -> Double {
    traffic.sizes.mean + header + (device.link.busOverhead.map { book.bound.price($0.estimate) } ?? 0)
  }

  /// The share of each path's packets that the NIC half finishes, in the order of `paths`.
  public func finishedOnNIC(_ assignment: Assignment, _ cache: inout TermCache) -> [Double] {
    guard assignment.offloads else { return paths.map { _ in 0 } }
    let terms = cache.terms(assignment, self, expected)
    let cuts = flat.table(of: assignment.cuts)
    return expected.paths.map { PathDemand($0, expected, terms, cuts: cuts).finished }
  }
}
