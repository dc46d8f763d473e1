import Driver
import IR
import PerfModel
import Plan
import Wire

@testable import Planner

/// Plans that no search would choose. The planner's own rules lay their cuts, so each is legal.
struct DrawnPlan {
  struct NothingFound: Error, CustomStringConvertible {
    var description: String
  }

  private let program: Program
  private let space: SpaceOfPlans

  init(_ program: Program) throws {
    self.program = program
    let device = try Planned.device("xdp").0
    guard let nic = device.nic else { throw NothingFound(description: "xdp has no NIC") }
    space = SpaceOfPlans(program, on: nic)
  }

  /// Split where that is allowed, replicated where not, else on the host.
  func split(entries: Int) throws -> OffloadPlan {
    let modes = space.units.map { unit in
      [UnitMode.split, .replicated].first { mode in unit.options.contains { $0.mode == mode } } ?? .host
    }
    return plan(try space.derive(sites(modes, entries), leaving: []))
  }

  /// A plan with a resume cut, for every seed that there is one within a few hundred draws of.
  func random(seed: UInt64) throws -> OffloadPlan {
    var random = SplitMix64(seed: seed)
    for _ in 0..<400 {
      let modes = space.units.map { $0.options[random.below($0.options.count)].mode }
      let left = Set((0..<random.below(4)).map { _ in 1 + random.below(max(1, program.blocks.count - 1)) })
      guard let derivation = try? space.derive(sites(modes, 1 << (4 + random.below(10))), leaving: left),
        derivation.assignment.offloads, derivation.assignment.cuts.values.contains(.resume)
      else { continue }
      return plan(derivation)
    }
    throw NothingFound(description: "no plan of \(program.name) with a resume cut by seed \(seed)")
  }

  private func sites(_ modes: [UnitMode], _ entries: Int) -> [StateSite] {
    space.sites(modes, sizes: space.units.map { min(entries, max(1, $0.capacity)) })
  }

  private func plan(_ derivation: DerivedHalf) -> OffloadPlan {
    let assignment = derivation.assignment
    let cuts = assignment.cuts.sorted { ($0.key.from, $0.key.index) < ($1.key.from, $1.key.index) }
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .best,
      offloads: assignment.offloads,
      placements: zip(program.states, assignment.states).map { state, site in
        StatePlacement(state: state.name, mode: site.mode, entriesOnNIC: site.entries)
      },
      nicBlocks: assignment.onNIC.indices.filter { assignment.onNIC[$0] },
      cuts: cuts.map { edge, mode in
        Cut(
          from: edge.from.index, edge: edge.index, mode: mode == .restart ? .restart : .resume,
          reason: derivation.reasons[edge]?.text ?? "")
      })
  }
}
