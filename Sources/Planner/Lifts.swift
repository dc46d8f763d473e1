import IR
import PerfModel
import Plan

/// Something that could be different about a card.
enum Constraint: Hashable {
  case capability(Capability)
  case controlPath
  case tables
  /// The table of this state may refuse when full, instead of evicting the oldest record.
  case exactOldest(state: Int)
}

/// What plans would gain if a constraint were gone: planned again on a card without it.
struct Lifts {
  static let leastGain = 0.02

  private let task: PlanningTask
  private let best: Candidate
  private let nodes: Int
  private var known: [Constraint: Lift] = [:]

  /// `nodes` is what the first search took: another one may take twice that, so that reasons never dominate the time.
  init(_ task: PlanningTask, _ best: Candidate, nodes: Int) {
    self.task = task
    self.best = best
    self.nodes = nodes
  }

  mutating func lift(_ constraint: Constraint) -> Lift? {
    guard task.strategy == .best || task.strategy == .statePartition else { return nil }
    if let lift = known[constraint] { return lift }
    let device = task.device.lifting(constraint)
    guard let nic = device.nic else { return nil }
    let program = task.program.lifting(constraint)
    let model = CostModel(program, on: device, under: task.traffic, digest: task.digest, like: task.model)
    let budget = SearchBudget(nodes: 2 * nodes + 100)
    var search = Search(SpaceOfPlans(program, on: nic), model, task.goal, task.strategy, budget)
    search.run()
    guard let found = search.best else { return nil }
    // A lift that changes next to nothing is not worth a line.
    guard found.score < best.score - Self.leastGain * abs(best.score) else { return nil }
    let prediction = model.predict(found.assignment, task.goal.load(hostCores: model.hostCoreCount), &search.cache)
    let lift = Lift(
      condition: constraint.condition, hostCores: prediction.hostCores, ratePacketsPerSecond: prediction.rate.value)
    known[constraint] = lift
    return lift
  }
}

extension Constraint {
  var condition: String {
    switch self {
    case .capability(let capability): "with a card capable of '\(capability.rawValue)'"
    case .controlPath: "with a control path without limit"
    case .tables: "with tables without limit"
    case .exactOldest: "with a table that refuses when full"
    }
  }
}

extension DeviceModel {
  /// The device without a constraint. What a card is not known to do is priced as the host does it.
  func lifting(_ constraint: Constraint) -> DeviceModel {
    var device = self
    guard let index = sites.dropLast().firstIndex(where: { $0.runs != .rules }) else { return device }
    switch constraint {
    case .capability(let capability):
      device.sites[index].capabilities.insert(capability)
      for operation in OperationClass.allCases
      where operation.capability == capability && device.sites[index].costs[operation] == nil {
        device.sites[index].costs[operation] = host.costs[operation]
      }
    case .controlPath:
      device.control.entryWrites.estimate = Estimate(exactly: 1e15)
    case .tables:
      device.sites[index].limits.entries = nil
      device.sites[index].limits.stateBytes = nil
    case .exactOldest: break
    }
    return device
  }
}

extension Program {
  func lifting(_ constraint: Constraint) -> Program {
    guard case .exactOldest(let state) = constraint, case .map(var map) = states[state].kind else { return self }
    var program = self
    map.full = .fail
    program.states[state].kind = .map(map)
    return program
  }
}
