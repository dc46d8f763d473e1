import Glibc
import IR
import PerfModel
import Plan

/// What would have to be different for a state or path to be on the NIC, and what that would bring.
public struct Counterfactual: Codable, Hashable, Sendable {
  /// The number that is different: `entries`, `card-memory`, `skew`, … or `capability`.
  public var parameter: String
  /// `if entries <= 61,000`.
  public var condition: String
  /// The number as it is and as it would have to be; nil for a capability.
  public var from: Double?
  public var to: Double?
  public var hostCores: Double
  public var ratePps: Double
  /// Host cores that the change saves; negative where it costs some.
  public var savesCores: Double

  enum CodingKeys: String, CodingKey {
    case parameter, condition, from, to
    case hostCores = "host_cores"
    case ratePps = "rate_pps"
    case savesCores = "saves_cores"
  }
}

/// Finds counterfactuals: plans again with one number changed, and narrows the change down.
///
/// At each answer the plan was made and the subject was on the NIC; a change smaller by a fiftieth was tried too and was not enough.
struct CounterfactualSearch {
  /// A change is narrowed down to this ratio.
  private static let leastRatio = 1.02
  private static let nodesPerPlan = 20_000

  let problem: PlanningProblem
  let subject: Subject
  private let now: Outline
  private let model: CostModel

  enum Subject: Hashable {
    case state(Int)
    /// By number, as in `PathNumbering`.
    case path(Int)
  }

  init(_ problem: PlanningProblem, _ subject: Subject) {
    self.problem = problem
    self.subject = subject
    model = CostModel(problem.program, on: problem.device, under: problem.traffic)
    now = problem.outlined(budget: SearchBudget(nodes: Self.nodesPerPlan), like: model)
  }

  /// All that were found, the one that saves most first; empty when the subject is on the NIC already.
  func found() -> [Counterfactual] {
    guard !isOnNIC(now, problem) else { return [] }
    return (parameters.compactMap(lowest) + capabilities).sorted { ($1.savesCores, $0.parameter) < ($0.savesCores, $1.parameter) }
  }

  private var parameters: [Parameter] {
    let states: [Int]
    switch subject {
    case .state(let state): states = [problem.program.primary(of: StateID(state)).index]
    case .path: states = []
    }
    return states.map { .entries(state: $0) } + [.memory, .tableEntries, .skew, .controlWrites, .newFlows, .rate]
  }

  /// The smallest change of one number that is enough; nil when none is.
  func lowest(_ parameter: Parameter) -> Counterfactual? {
    guard let (start, end) = parameter.range(problem), start > 0, start != end else { return nil }
    var enough = rounded(end, away: start)
    guard var outline = outline(parameter, enough) else { return nil }
    var notEnough = start
    while max(enough / notEnough, notEnough / enough) > Self.leastRatio {
      let middle = rounded((enough * notEnough).squareRoot(), away: start)
      guard middle != enough, middle != notEnough else { break }
      if let found = self.outline(parameter, middle) { (enough, outline) = (middle, found) } else { notEnough = middle }
    }
    return counterfactual(parameter.name, parameter.condition(enough, now: start), from: start, to: enough, outline)
  }

  /// The plan with the number changed, when the subject is on the NIC in it.
  private func outline(_ parameter: Parameter, _ value: Double) -> Outline? {
    let changed = parameter.changed(problem, to: value)
    let outline = changed.outlined(budget: SearchBudget(nodes: Self.nodesPerPlan), like: model)
    return isOnNIC(outline, changed) ? outline : nil
  }

  /// Three significant digits, in the direction of the change.
  private func rounded(_ value: Double, away start: Double) -> Double {
    let scale = pow(10, 2 - log10(value).rounded(.down))
    return (value * scale).rounded(value < start ? .down : .up) / scale
  }

  /// A state is on the NIC when the NIC has all of it that the traffic uses; a path, when half of what is punted now no
  /// longer is.
  private func isOnNIC(_ outline: Outline, _ problem: PlanningProblem) -> Bool {
    switch subject {
    case .state(let state):
      switch outline.sites[state] {
      case .nic, .replicated: return true
      case .host: return false
      case .split(let entries):
        let map = problem.program.states[state].map
        return entries >= min(map?.capacity ?? 0, problem.traffic.use(ofState: problem.program.states[state].name).activeKeys)
      }
    case .path(let number):
      let punted = 1 - (self.now.finished[number] ?? 0)
      return 1 - (outline.finished[number] ?? 0) <= max(punted / 2, 5e-5)
    }
  }

  /// Single capabilities that the card lacks.
  private var capabilities: [Counterfactual] {
    guard let nic = problem.device.nic else { return [] }
    return Capability.allCases.filter { !nic.can($0) }.compactMap { capability in
      var changed = problem
      changed.device = problem.device.lifting(.capability(capability))
      let outline = changed.outlined(budget: SearchBudget(nodes: Self.nodesPerPlan), like: model)
      guard isOnNIC(outline, changed) else { return nil }
      return counterfactual("capability", "if the card were capable of '\(capability.rawValue)'", from: nil, to: nil, outline)
    }
  }

  private func counterfactual(
    _ parameter: String, _ condition: String, from: Double?, to: Double?, _ outline: Outline
  ) -> Counterfactual {
    Counterfactual(
      parameter: parameter, condition: condition, from: from, to: to, hostCores: Figures.json(outline.hostCores),
      ratePps: Figures.json(outline.ratePacketsPerSecond), savesCores: Figures.json(now.hostCores - outline.hostCores))
  }
}

extension PlanningProblem {
  /// What would bring a state wholly onto the NIC; empty where it is, or where nothing that is known would.
  public func counterfactuals(ofState index: Int) -> [Counterfactual] {
    CounterfactualSearch(self, .state(index)).found()
  }

  /// What would at least halve a path's punts. `number` is the path's, as in `PathNumbering`.
  public func counterfactuals(ofPath number: Int) -> [Counterfactual] {
    CounterfactualSearch(self, .path(number)).found()
  }
}
