import IR
import PerfModel

/// A program seen from one NIC site: what can be decided, and what follows from decisions.
struct SpaceOfPlans {
  let program: Program
  let nic: Site
  let units: [PlacementUnit]
  let needs: [BlockNeeds]
  let live: [Int?]
  /// Blocks that a plan may leave to the host although the NIC could run them.
  let gates: [Int]
  /// By block: the states it does something to.
  let touches: [Set<Int>]

  init(_ program: Program, on nic: Site) {
    self.program = program
    self.nic = nic
    units = PlacementUnit.all(of: program, on: nic)
    let constants = program.constants
    needs = program.blocks.map { BlockNeeds($0, program, constants: constants) }
    live = LiveAcross.counts(program)
    gates = Self.gates(program, needs)
    touches = program.blocks.map { block in
      Set(program.states.indices.filter { block.touches(StateID($0), program) })
    }
  }

  /// More gates than this double the search each for little: the first ones in the graph are the parting of the ways.
  static let mostGates = 6

  /// The first blocks on their paths that touch a state: where handlers part. Each may be left to the host.
  private static func gates(_ program: Program, _ needs: [BlockNeeds]) -> [Int] {
    var touched = [Bool](repeating: false, count: program.blocks.count)
    var reached = [Bool](repeating: false, count: program.blocks.count)
    if !reached.isEmpty { reached[0] = true }
    var gates: [Int] = []
    for (index, block) in program.blocks.enumerated() where reached[index] {
      let touches = needs[index].needs.contains { $0.state != nil }
      if touches, !touched[index], index > 0 { gates.append(index) }
      for target in block.terminator.targets {
        reached[target.block.index] = true
        if touches || touched[index] { touched[target.block.index] = true }
      }
    }
    return gates.count > 1 ? Array(gates.prefix(mostGates)) : []
  }
}

/// What a resume cut would have to hand over.
enum LiveAcross {
  /// Values in the punt header at most: `CORA_PUNT_MAX_LIVE`.
  static let most = 12

  /// By block: values, parameters and headers that live into it; nil where an entry handle does.
  static func counts(_ program: Program) -> [Int?] {
    let liveness = Liveness(program)
    let known = Set(
      program.blocks.flatMap(\.instructions).compactMap { instruction in
        switch instruction.operation {
        case .constant, .parameter: instruction.result
        default: nil
        }
      })
    return program.blocks.indices.map { index in
      let live = liveness.liveIn(BlockID(index))
      guard live.entries.isEmpty else { return nil }
      return live.values.subtracting(known).count + live.headers.count + program.blocks[index].parameters.count
    }
  }
}
