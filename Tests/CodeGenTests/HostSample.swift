import IR
import Plan

/// Plans that the host tests make by hand.
extension OffloadPlan {
  /// Everything on the host.
  static func hostOnly(_ program: Program) -> OffloadPlan {
    OffloadPlan(
      program: program.name, programDigest: program.digest, target: "test", strategy: .hostOnly, offloads: false,
      placements: program.states.map { StatePlacement(state: $0.name, mode: .host, entriesOnNIC: 0) }, nicBlocks: [],
      cuts: [])
  }
}
