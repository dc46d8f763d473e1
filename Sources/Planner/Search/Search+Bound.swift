import IR
import PerfModel

/// Terms of states at sets of placements that were asked for before.
struct RelaxedTerms {
  struct Key: Hashable {
    var state: Int
    var mode: UnitMode?
    var sizes: ClosedRange<Int>
  }

  var known: [Key: LeastTerms] = [:]
}

extension Search {
  /// No plan of the node scores less.
  mutating func bound(_ node: Node) -> Double {
    let ends: PathEnds
    if let half = node.half {
      ends = .cuts(half.assignment.cuts)
    } else {
      let states = permissive(node)
      let off = space.program.blocks.indices.map { index in
        node.left.contains(index) || space.needs[index].isBlocked(states, space.nic)
      }
      ends = .anywhere(off: off, resumable: resumable)
    }
    guard let least = model.leastDemand(relaxed(node), ends: ends) else { return .infinity }
    return score.bound(least, smallest(node))
  }

  /// Chosen modes, and for open units the mode that allows the most.
  private func permissive(_ node: Node) -> [StateSite] {
    let modes = space.units.indices.map { node.modes[$0]?.mode ?? options[$0][0].mode }
    return space.sites(modes, sizes: sizes.map(\.most))
  }

  /// What the node certainly takes of the NIC: decided units at their least sizes, no blocks before the cuts are known.
  private func smallest(_ node: Node) -> Assignment {
    let modes = space.units.indices.map { node.modes[$0]?.mode ?? .host }
    let least = space.units.indices.map { unit in
      node.half == nil ? sizes[unit].candidates.first ?? 0 : sizes[unit].at(node.sizes[unit].lowerBound)
    }
    var assignment = node.half?.assignment ?? .hostOnly(space.program)
    assignment.states = space.sites(modes, sizes: least)
    return assignment
  }

  private mutating func relaxed(_ node: Node) -> [LeastTerms] {
    var result = [LeastTerms?](repeating: nil, count: space.program.states.count)
    for (index, unit) in space.units.enumerated() {
      let range = node.half == nil ? sizes[index].all : node.sizes[index]
      for state in unit.states + unit.pools { result[state] = relaxed(state, index, node.modes[index]?.mode, range) }
    }
    return result.enumerated().map { $1 ?? model.leastTerms($0, over: [.host], &cache) }
  }

  private mutating func relaxed(_ state: Int, _ unit: Int, _ mode: UnitMode?, _ range: ClosedRange<Int>) -> LeastTerms {
    let key = RelaxedTerms.Key(state: state, mode: mode, sizes: range)
    if let known = terms.known[key] { return known }
    let isPool = space.units[unit].pools.contains(state)
    let modes = mode.map { [$0] } ?? options[unit].map(\.mode)
    let placements = modes.flatMap { mode -> [StateSite] in
      if isPool { return [mode == .nic ? .nic : .host] }
      return mode == .split ? range.map { .split(entries: sizes[unit].at($0)) } : [mode.site(entries: 0)]
    }
    let made = model.leastTerms(state, over: placements, &cache)
    terms.known[key] = made
    return made
  }
}

extension HotSetSizes {
  /// Positions of all candidates.
  var all: ClosedRange<Int> { 0...max(0, candidates.count - 1) }

  /// The size at a position; `most` where the unit cannot be split.
  func at(_ position: Int) -> Int { candidates.isEmpty ? most : candidates[position] }
}
