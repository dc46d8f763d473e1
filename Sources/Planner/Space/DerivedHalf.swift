import IR
import PerfModel

/// What follows from placements: the blocks of the NIC half, its cuts, and why they are there.
struct DerivedHalf {
  var assignment: Assignment
  /// Why each cut is where it is.
  var reasons: [Edge: Blocker]
}

/// Why placements allow no plan.
struct Infeasible: Error, Hashable {
  var blocker: Blocker
}

extension SpaceOfPlans {
  /// Lays the cuts at the latest legal edges for these placements, with the blocks of `left` left to the host.
  ///
  /// A block that the NIC cannot run, and the miss edge of a lookup in a split table, are cut off. A cut before any
  /// effect restarts. One behind an effect resumes, if its live values fit the punt header and no entry handle lives
  /// across; a split table's miss must not resume, as the host has to look for itself. Where neither is allowed the
  /// cut moves one block up.
  func derive(_ states: [StateSite], leaving left: Set<Int>) throws(Infeasible) -> DerivedHalf {
    var off = [Blocker?](repeating: nil, count: program.blocks.count)
    for index in program.blocks.indices {
      off[index] =
        left.contains(index)
        ? Blocker(text: "costs less on the host") : needs[index].blocker(program, states, nic)
    }
    while true {
      if let blocker = off.first ?? nil { throw Infeasible(blocker: blocker) }
      let half = NICHalf(program, states, off)
      guard let raised = half.firstIllegalCut(live) else {
        return try checked(half, states, off)
      }
      off[raised.block] = raised.blocker
    }
  }

  private func checked(_ half: NICHalf, _ states: [StateSite], _ off: [Blocker?]) throws(Infeasible) -> DerivedHalf {
    var cuts: [Edge: CutMode] = [:]
    for edge in half.cutEdges { cuts[edge] = half.effectBefore(edge) ? .resume : .restart }
    let reach = HostReach(program, half, cuts)
    for (index, placement) in states.enumerated() where placement == .nic {
      if reach.touches(StateID(index)) {
        let name = program.states[index].name
        throw Infeasible(blocker: Blocker(text: "packets that the host goes on with need \(name) too", state: index))
      }
    }
    var reasons: [Edge: Blocker] = [:]
    for edge in half.cutEdges { reasons[edge] = half.reason(edge, off) }
    return DerivedHalf(assignment: Assignment(states: states, onNIC: half.isIn, cuts: cuts), reasons: reasons)
  }
}
