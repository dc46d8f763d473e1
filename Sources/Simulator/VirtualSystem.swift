import IR
import PerfModel
import Plan
import Traffic

/// A program's plan on a device: what there is to simulate. Prices are the device file's; how often they are paid is not known here.
public struct VirtualSystem: Sendable {
  public let model: CostModel
  public let assignment: Assignment
  let prices: ServicePrices
  let groups: [SplitGroup]
  /// By state index: its group's position in `groups`; nil for states that are not split.
  let groupOfState: [Int?]

  public init(_ model: CostModel, _ assignment: Assignment) {
    self.model = model
    self.assignment = assignment
    prices = model.servicePrices(assignment)
    groups = SplitGroup.all(model, assignment)
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.primary, $0) })
    groupOfState = model.program.states.indices.map { index in
      guard assignment.states[index].isSplit else { return nil }
      return places[model.program.primary(of: StateID(index)).index]
    }
  }

  /// Takes a plan as a bundle holds it; nil when it is not one of this model's program.
  public init?(_ model: CostModel, _ plan: OffloadPlan) {
    guard let assignment = Assignment(plan, of: model.program) else { return nil }
    self.init(model, assignment)
  }
}

/// A split record group: its records have one owner each, and move together.
struct SplitGroup: Sendable {
  /// The primary map's state index.
  var primary: Int
  /// Records that the NIC has room for.
  var room: Int
  /// Keys that the traffic uses at a time.
  var keys: Int
  /// Table entries of one record.
  var members: Int
  /// Keys made per offered packet.
  var newKeysPerPacket: Double

  static func all(_ model: CostModel, _ assignment: Assignment) -> [SplitGroup] {
    let program = model.program
    return program.states.indices.compactMap { index in
      guard program.primary(of: StateID(index)).index == index, case .split(let room) = assignment.states[index]
      else { return nil }
      let members = program.states.indices.filter {
        program.states[$0].map != nil && program.primary(of: StateID($0)).index == index
      }
      let uses = members.map { model.traffic.use(ofState: program.states[$0].name) }
      return SplitGroup(
        primary: index, room: room, keys: max(1, uses.map(\.curve.count).max() ?? 1), members: members.count,
        newKeysPerPacket: max(0, uses[0].newKeysPerSecond) / max(1, model.traffic.packetsPerSecond))
    }
  }
}

extension Assignment {
  /// A plan's placements in the form that the cost model reads; nil when the plan names what the program has not.
  public init?(_ plan: OffloadPlan, of program: Program) {
    var states: [StateSite] = []
    for state in program.states {
      guard let placement = plan.placement(of: state.name) else { return nil }
      switch placement.mode {
      case .host: states.append(.host)
      case .nic: states.append(.nic)
      case .replicated: states.append(.replicated)
      case .split: states.append(.split(entries: placement.entriesOnNIC))
      }
    }
    var onNIC = program.blocks.map { _ in false }
    for block in plan.nicBlocks {
      guard onNIC.indices.contains(block) else { return nil }
      onNIC[block] = true
    }
    var cuts: [Edge: CutMode] = [:]
    for cut in plan.cuts {
      guard onNIC.indices.contains(cut.from), program.blocks[cut.from].terminator.targets.indices.contains(cut.edge)
      else { return nil }
      cuts[Edge(BlockID(cut.from), cut.edge)] = cut.mode == .restart ? .restart : .resume
    }
    self.init(states: states, onNIC: onNIC, cuts: cuts)
  }
}
