import IR
import Traffic

/// A lower bound on what packets take, part by part, over all plans that keep some rules.
public struct LeastDemand: Hashable, Sendable {
  public var demand: Demand
  /// Bound on `CostModel.hostLoad`: tighter than that of the parts where the NIC half uses the host's cores.
  public var hostLoad: Double
}

extension CostModel {
  /// A bound over all assignments that keep the blocks of `off` off the NIC.
  ///
  /// A path that meets such a block is punted: it takes at least the hand-over and the host's work from there on. Of
  /// any other path at most the share `mostHits` stays on the NIC when it looks into a state of `split`, and what
  /// stays takes its blocks' work, at the cheapest prices of any table size. A packet may be punted anywhere.
  public func leastDemand(off: [Bool], split: [Bool]) -> LeastDemand {
    let book = expected
    var least = LeastDemand(demand: Demand(), hostLoad: 0)
    let receive = book.nic?.receive ?? 0
    least.demand.nic = receive
    for work in book.paths {
      let path = LeastPath(work, book, off: off, split: split, mostHits: mostHits, cheapest: cheapest)
      let share = work.path.share
      least.demand.nic += share * path.nic
      least.demand.host += share * path.host
      least.demand.finishedOnNIC += share * path.finished
      least.hostLoad += share * (device.nicUsesHostCores ? path.both : path.host)
    }
    if device.nicUsesHostCores { least.hostLoad += receive }
    let overhead = device.link.busOverhead?.value ?? 0
    least.demand.busBytes = least.demand.punted * (traffic.sizes.mean + overhead)
    return least
  }
}

/// Prices of a state's operations that no population undercuts.
struct CheapestTerms: Sendable {
  var nic: [Double]
  var host: [Double]

  init(_ nic: SitePrices?, _ host: SitePrices) {
    self.nic = StateTerms.classes.map { nic?.time($0, .cheapest) ?? 0 }
    self.host = StateTerms.classes.map { host.time($0, .cheapest) }
  }
}

/// The bound for one path.
private struct LeastPath {
  var nic: Double
  var host: Double
  /// Of the sum of both.
  var both: Double
  var finished: Double

  init(
    _ work: PathWork, _ book: PriceBook, off: [Bool], split: [Bool], mostHits: Double, cheapest: CheapestTerms
  ) {
    let handOver = work.hostEnds + book.hostPunt
    let punt = book.nicPunt
    if let position = work.blocks.firstIndex(where: { off[$0] }) {
      host = handOver + Self.hostWork(work, from: position, cheapest)
      nic = punt
      both = host + nic
      finished = 0
      return
    }
    let stay = Self.stay(work, book, cheapest)
    let isSplit = work.accesses.contains { $0.isHit && split[$0.state] }
    finished = isSplit ? mostHits : 1
    host = (1 - finished) * handOver
    nic = (1 - finished) * punt + finished * min(stay, punt)
    both = (1 - finished) * (handOver + punt) + finished * min(stay, handOver + punt)
  }

  private static func hostWork(_ work: PathWork, from position: Int, _ cheapest: CheapestTerms) -> Double {
    work.accesses.reduce(work.hostBefore[work.blocks.count] - work.hostBefore[position]) { time, access in
      access.position >= position ? time + cheapest.host[access.operation] * access.count : time
    }
  }

  private static func stay(_ work: PathWork, _ book: PriceBook, _ cheapest: CheapestTerms) -> Double {
    let clock = work.clockFrom < work.blocks.count ? book.nicClock : 0
    return work.accesses.reduce(work.nicBefore[work.blocks.count] + clock + work.nicVerdict) { time, access in
      time + cheapest.nic[access.operation] * access.count
    }
  }
}
