import IR
import PerfModel
import Plan

/// Plans that no search would choose, for trials. The planner's own rules lay their cuts, so each is legal.
public struct DrawnPlan {
  public struct NothingFound: Error, CustomStringConvertible {
    public var description: String
  }

  private let program: Program
  private let device: DeviceModel
  private let space: SpaceOfPlans

  /// - Throws: `NothingFound` for a device without a NIC.
  public init(_ program: Program, on device: DeviceModel) throws {
    guard let nic = device.nic else { throw NothingFound(description: "\(device.name) has no NIC") }
    self.program = program
    self.device = device
    space = SpaceOfPlans(program, on: nic)
  }

  /// Split where that is allowed, replicated where not, else on the host.
  public func split(entries: Int) throws -> OffloadPlan {
    let modes = space.units.map { unit in
      [UnitMode.split, .replicated].first { mode in unit.options.contains { $0.mode == mode } } ?? .host
    }
    return plan(try space.derive(sites(modes, entries), leaving: []))
  }

  /// A plan with a resume cut, drawn by `random`; there is none when a few hundred draws gave none.
  public func resuming(by random: inout some RandomNumberGenerator) throws -> OffloadPlan {
    for _ in 0..<400 {
      let modes = space.units.map { $0.options[Self.below($0.options.count, &random)].mode }
      let blocks = max(1, program.blocks.count - 1)
      let left = Set((0..<Self.below(4, &random)).map { _ in 1 + Self.below(blocks, &random) })
      guard let derivation = try? space.derive(sites(modes, 1 << (4 + Self.below(10, &random))), leaving: left),
        derivation.assignment.offloads, derivation.assignment.cuts.values.contains(.resume)
      else { continue }
      return plan(derivation)
    }
    throw NothingFound(description: "no plan of \(program.name) with a resume cut was drawn")
  }

  /// The same numbers on every machine.
  private static func below(_ bound: Int, _ random: inout some RandomNumberGenerator) -> Int {
    Int(truncatingIfNeeded: random.next().multipliedFullWidth(by: UInt64(max(0, bound))).high)
  }

  private func sites(_ modes: [UnitMode], _ entries: Int) -> [StateSite] {
    space.sites(modes, sizes: space.units.map { min(entries, max(1, $0.capacity)) })
  }

  private func plan(_ derivation: DerivedHalf) -> OffloadPlan {
    let assignment = derivation.assignment
    let cuts = assignment.cuts.sorted { ($0.key.from, $0.key.index) < ($1.key.from, $1.key.index) }
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: device.name, strategy: .best,
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
