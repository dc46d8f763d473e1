import IR
import PerfModel

/// All exits of all courses in one row, as the inner loop reads them.
struct ExitTable {
  /// What a packet takes; nanoseconds.
  struct Exit {
    var nic, engine: Double
    /// Without its parts of a burst's costs.
    var host: Double
    /// On the bus beside the packet.
    var busBytes: Double
    var isFinishedOnNIC: Bool
    /// Sent out, so that a burst with it rings a doorbell.
    var isSent: Bool
    var fate: Fate
    /// Groups whose record comes back from the NIC: a bit by their position.
    var recalled: UInt64
  }

  enum Fate: UInt8 { case forwarded, dropped, toControlPlane }

  struct Lookup {
    var state, group: Int
  }

  struct Course {
    var firstLookup, lookupCount: Int
    var firstExit: Int
  }

  private(set) var exits: [Exit] = []
  private(set) var lookups: [Lookup] = []
  private(set) var courses: [Course] = []

  init(_ system: VirtualSystem) {
    for course in system.prices.courses {
      courses.append(
        Course(firstLookup: lookups.count, lookupCount: course.lookups.count, firstExit: exits.count))
      lookups += course.lookups.map { Lookup(state: $0, group: system.groupOfState[$0] ?? 0) }
      exits += course.exits.map { Exit($0, course.path.verdict, system) }
    }
  }
}

extension ExitTable.Exit {
  fileprivate init(_ exit: ServicePrices.Exit, _ verdict: Verdict, _ system: VirtualSystem) {
    nic = exit.demand.nic
    engine = exit.demand.engine
    isFinishedOnNIC = exit.demand.finishedOnNIC > 0.5
    busBytes = max(0, exit.demand.busBytes - system.model.traffic.sizes.mean)
    switch verdict {
    case .forward, .reply: (isSent, fate) = (true, .forwarded)
    case .drop: (isSent, fate) = (false, .dropped)
    case .toControlPlane: (isSent, fate) = (false, .toControlPlane)
    }
    host = exit.demand.host
    let burst = system.prices.hostBurst
    if host > 0 { host -= (burst.receive + (isSent ? burst.forward : 0)) / burst.packets }
    recalled = exit.recalled.compactMap { system.groupOfState[$0] }.reduce(0) { $0 | 1 << UInt64($1) }
  }
}
