import IR
import PerfModel

/// States that are placed together: the maps of a record group with their pools, or one state of another kind.
struct PlacementUnit {
  /// Maps of the group, primary first; or the one state.
  var states: [Int]
  /// Pools released with the group's records, and tallies of them.
  var pools: [Int]
  /// The modes it may have, the host first.
  var options: [UnitOption]
  /// Why modes that it may not have are ruled out.
  var blockers: [UnitMode: Blocker]
  /// Records it can hold; what a split is of.
  var capacity: Int

  var primary: Int { states[0] }
}

enum UnitMode: String, CaseIterable, Hashable { case host, nic, split, replicated }

struct UnitOption: Hashable {
  var mode: UnitMode
  /// Why it may be replicated.
  var proof: String?
}

extension PlacementUnit {
  static func all(of program: Program, on nic: Site) -> [PlacementUnit] {
    let groups = RecordGroups(program)
    let uses = StateUse.all(of: program)
    let proofs = SharingProofs(program, StateAccesses(program))
    var units: [PlacementUnit] = []
    for (index, state) in program.states.enumerated() {
      let id = StateID(index)
      if let group = groups.group(of: id) {
        guard group.primary == id else { continue }
        units.append(PlacementUnit(group, program, uses, nic))
      } else {
        units.append(PlacementUnit(id, state, uses[index], proofs[id], nic))
      }
    }
    return units
  }

  private init(_ group: RecordGroup, _ program: Program, _ uses: [StateUse], _ nic: Site) {
    let rules = GroupRules(group, program, uses, nic)
    self.init(
      states: group.members.map(\.index), pools: (group.pools + group.tallies).map(\.index), options: [UnitOption(mode: .host)],
      blockers: [:], capacity: program[group.primary].map?.capacity ?? 0)
    allow(.split, unless: rules.splitBlocker)
    allow(.nic, unless: rules.nicBlocker)
  }

  private init(_ id: StateID, _ state: State, _ use: StateUse, _ proof: SharingProof, _ nic: Site) {
    self.init(
      states: [id.index], pools: [], options: [UnitOption(mode: .host)], blockers: [:], capacity: 0)
    let needs = use.needs(of: state)
    switch proof.kind {
    case .readOnlyConfig, .commutativeAdd, .eventualAdd:
      // Each side reads its own copy of a sketch that may be late, so no sum over copies is needed.
      let needed = needs.filter { $0 != .sketchEstimate && $0 != .readAdded }
      allow(.replicated, unless: nic.blocker(needed, id.index), proof: proof.kind.rawValue)
    case .readMostly, .exclusive: allow(.nic, unless: nic.blocker(needs, id.index))
    }
  }

  private mutating func allow(_ mode: UnitMode, unless blocker: Blocker?, proof: String? = nil) {
    if let blocker { blockers[mode] = blocker } else { options.append(UnitOption(mode: mode, proof: proof)) }
  }
}

extension Site {
  /// The first of some capabilities that the site lacks.
  func blocker(_ needs: [Capability], _ state: Int) -> Blocker? {
    needs.first { !can($0) }.map { .missing($0, state: state) }
  }
}
