import IR
import PerfModel
import Testing
import Wire

@testable import Planner

/// A state that the NIC half has to itself must be out of the reach of packets that leave the NIC.
@Suite struct HostReachTests {
  @Test(arguments: ["firewall", "lb", "policer", "flowmon"])
  func noCutLeadsToAStateOfTheNIC(name: String) throws {
    let program = try Library.program(name)
    let nic = try #require(try DeviceModel.load("xdp") { _ in nil }.nic)
    let space = SpaceOfPlans(program, on: nic)
    let modes = space.units.map { unit in
      [UnitMode.nic, .replicated].first { mode in unit.options.contains { $0.mode == mode } } ?? .host
    }
    let states = space.sites(modes, sizes: space.units.map(\.capacity))
    var plans = 0
    var random = SplitMix64(seed: 1)
    for _ in 0..<400 {
      let count = Int.random(in: 1...3, using: &random)
      let left = Set((0..<count).map { _ in Int.random(in: 1..<program.blocks.count, using: &random) })
      guard let half = try? space.derive(states, leaving: left) else { continue }
      plans += 1
      let targets = half.assignment.cuts.keys.map { program[$0.from].terminator.targets[$0.index].block }
      let reached = Self.reachable(from: targets, in: program)
      for (state, site) in states.enumerated() where site == .nic {
        let touching = reached.filter { program.blocks[$0].touches(StateID(state), program) }
        #expect(touching.isEmpty, "without \(left.sorted()) the host reaches \(program.states[state].name) in \(touching)")
      }
    }
    #expect(plans > 0 && plans < 400)
  }

  private static func reachable(from start: [BlockID], in program: Program) -> Set<Int> {
    var reached = Set(start.map(\.index))
    for (index, block) in program.blocks.enumerated() where reached.contains(index) {
      reached.formUnion(block.terminator.targets.map(\.block.index))
    }
    return reached
  }
}
