import Glibc
import IR
import PerfModel
import Traffic

/// One number of a planning problem that could be different.
enum Parameter: Hashable {
  /// Capacity of a record group, by its primary state.
  case entries(state: Int)
  /// Bytes of tables on the card.
  case memory
  /// Entries over all tables of the card.
  case tableEntries
  /// Zipf exponent of the keys.
  case skew
  /// Table entries that the control path writes per second.
  case controlWrites
  /// New flows per second.
  case newFlows
  /// The rate that is asked for.
  case rate

  var name: String {
    switch self {
    case .entries: "entries"
    case .memory: "card-memory"
    case .tableEntries: "card-entries"
    case .skew: "skew"
    case .controlWrites: "control-writes"
    case .newFlows: "new-flows"
    case .rate: "rate"
    }
  }

  /// The number as it is, and the far end of what is tried; nil where the problem has no such number.
  func range(_ problem: PlanningProblem) -> (now: Double, end: Double)? {
    let limits = problem.device.nic?.limits
    switch self {
    case .entries(let state):
      return problem.program.states[state].map.map { (Double($0.capacity), 64) }
    case .memory: return limits?.stateBytes.map { ($0.value, $0.value * 4096) }
    case .tableEntries: return limits?.entries.map { ($0.value, $0.value * 4096) }
    case .skew:
      let now = max(problem.traffic.flows.exponent, 0.01)
      return now < 3 ? (now, 3) : nil
    case .controlWrites:
      let now = problem.device.control.entryWrites.value
      return (now, now * 4096)
    case .newFlows:
      let now = problem.traffic.flows.newPerSecond
      return now > 0 ? (now, now / 4096) : nil
    case .rate: if case .rate(let target) = problem.goal { return (target, target / 4096) } else { return nil }
    }
  }

  /// The problem with the number set to `value`.
  func changed(_ problem: PlanningProblem, to value: Double) -> PlanningProblem {
    var changed = problem
    switch self {
    case .entries(let state): changed.program.setCapacity(ofGroupOf: state, to: Int(value))
    case .memory: changed.device.changeLimits { $0.stateBytes?.estimate = Estimate(exactly: value) }
    case .tableEntries: changed.device.changeLimits { $0.entries?.estimate = Estimate(exactly: value) }
    case .skew: changed.traffic.setSkew(value)
    case .controlWrites: changed.device.control.entryWrites.estimate = Estimate(exactly: value)
    case .newFlows: changed.traffic.scaleNewFlows(by: value / problem.traffic.flows.newPerSecond)
    case .rate: changed.goal = .rate(value)
    }
    return changed
  }

  /// `if entries <= 61,000`, `if the card had 2 MiB more`.
  func condition(_ value: Double, now: Double) -> String {
    switch self {
    case .entries: "if entries <= \(Figures.grouped(Int(value)))"
    case .memory: "if the card had \(Figures.binaryBytes(value - now)) more"
    case .tableEntries: "if the card held \(Figures.grouped(Int(value - now))) entries more"
    case .skew: "if the skew were >= \(Figures.digits(value))"
    case .controlWrites: "if the control path wrote \(Figures.short(value))/s"
    case .newFlows: "if at most \(Figures.short(value)) new flows/s came"
    case .rate: "if the rate were <= \(Figures.rate(value))"
    }
  }
}

extension DeviceModel {
  fileprivate mutating func changeLimits(_ change: (inout SiteLimits) -> Void) {
    guard let index = sites.dropLast().firstIndex(where: { $0.runs != .rules }) else { return }
    change(&sites[index].limits)
  }
}

extension Program {
  fileprivate mutating func setCapacity(ofGroupOf state: Int, to capacity: Int) {
    let primary = primary(of: StateID(state))
    for index in states.indices where self.primary(of: StateID(index)) == primary {
      guard case .map(var map) = states[index].kind else { continue }
      map.capacity = min(map.capacity, capacity)
      states[index].kind = .map(map)
    }
  }
}

extension TrafficProfile {
  /// Popularity by formula in the place of what was measured, for flows and for the keys of every state.
  fileprivate mutating func setSkew(_ exponent: Double) {
    flows.exponent = exponent
    flows.curve = Zipf(count: max(1, flows.count), exponent: exponent).curve
    states = states.mapValues { use in
      var use = use
      use.curve = Zipf(count: max(1, use.curve.count), exponent: exponent).curve
      return use
    }
  }

  fileprivate mutating func scaleNewFlows(by factor: Double) {
    flows.newPerSecond *= factor
    for name in states.keys { states[name]?.newKeysPerSecond *= factor }
  }
}

extension Figures {
  /// Three significant digits, in powers of 1,024.
  static func binaryBytes(_ bytes: Double) -> String {
    for (scale, unit) in [(1_073_741_824.0, "GiB"), (1_048_576, "MiB"), (1024, "KiB")] where bytes >= scale {
      return digits(bytes / scale) + " " + unit
    }
    return digits(bytes) + " B"
  }
}
