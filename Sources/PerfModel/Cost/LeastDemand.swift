import IR
import Traffic

/// A lower bound on what packets take, part by part, over all plans that keep some rules.
public struct LeastDemand: Hashable, Sendable {
  public var demand: Demand
  /// Bound on `CostModel.hostLoad`: tighter than that of the parts where the NIC half uses the host's cores.
  public var hostLoad: Double
}

/// Where the packets of a path may leave the NIC half, as far as a search has decided.
public enum PathEnds: Sendable {
  /// Before the first block that is off, by block index, by any legal cut. A resume needs `resumable[target]`.
  case anywhere(off: [Bool], resumable: [Bool])
  /// By these cuts only.
  case cuts([Edge: CutMode])
}

extension CostModel {
  /// A bound over all assignments that place each state no better than `states` says and whose packets leave by `ends`;
  /// nil when no path could be carried out.
  ///
  /// For each path it takes the cheapest of the ways that are left: to the end on the NIC, or out by one cut. Of the packets that
  /// look into a split state, at most its share of hits goes on; the rest leaves at the first such lookup and starts over
  /// on the host. Recalls are left out.
  public func leastDemand(_ states: [LeastTerms], ends: PathEnds) -> LeastDemand? {
    let book = expected
    let terms = TermTable(states.map(\.terms), isSplit: states.map(\.isSplit))
    let flat: [CutMode?] = if case .cuts(let cuts) = ends { self.flat.table(of: cuts) } else { [] }
    let receive = book.nic?.receive ?? 0
    var least = LeastDemand(demand: Demand(), hostLoad: 0)
    least.demand.nic = receive
    for work in book.paths {
      var path = LeastPath(work, book, terms)
      switch ends {
      case .anywhere(let off, let resumable): path.walk(off: off, resumable: resumable)
      case .cuts: path.walk(cuts: flat)
      }
      guard path.isPossible else { return nil }
      let share = work.path.share
      least.demand.nic += share * path.least.nic
      least.demand.engine += share * path.least.engine
      least.demand.host += share * path.least.host
      least.demand.finishedOnNIC += share * path.finished
      least.hostLoad += share * (device.nicUsesHostCores ? path.least.both : path.least.host)
    }
    least.demand.writes = terms.writesPerSecond / max(1, traffic.packetsPerSecond)
    least.demand.control = least.demand.writes * book.recall / 2
    least.hostLoad += least.demand.control + (device.nicUsesHostCores ? receive : 0)
    let overhead = device.link.busOverhead?.value ?? 0
    least.demand.busBytes = least.demand.punted * (traffic.sizes.mean + Self.puntHeaderBytes + overhead)
    return least
  }
}
