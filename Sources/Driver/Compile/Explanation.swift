import Bundle
import Planner

/// Answers "why is this there, and what would change it?" of a bundle: from its own report, and by planning again.
public struct Explanation {
  private let planned: PlannedBundle
  private var report: PlanReport { planned.report }

  public init(ofBundleAt path: String) throws(DriverError) { planned = try PlannedBundle(at: path) }

  /// What is said of one state or path, for programs.
  struct Answer: Codable {
    var state: PlanReport.State?
    var path: PlanReport.Path?
    var counterfactuals: [Counterfactual]
  }

  /// The whole report, or what concerns one state or the paths that match.
  public func text(about subject: String?) throws(DriverError) -> String {
    guard let subject else {
      return try DriverError.wrapping { String(decoding: try planned.bundle.bytes(of: .reportText), as: UTF8.self) }
    }
    return try answers(about: subject).map(text).joined(separator: "\n\n")
  }

  /// The whole report, or a list of answers.
  public func json(about subject: String?) throws(DriverError) -> String {
    guard let subject else { return try JSONText.text(report) }
    return try JSONText.text(answers(about: subject))
  }

  private func answers(about subject: String) throws(DriverError) -> [Answer] {
    if let state = report.states.first(where: { $0.name == subject }),
      let index = planned.problem.program.states.firstIndex(where: { $0.name == subject })
    {
      return [Answer(state: state, counterfactuals: planned.problem.counterfactuals(ofState: index))]
    }
    let paths = report.paths.filter { "\($0.number)" == subject || $0.id.contains(subject) }
    guard !paths.isEmpty else {
      let names = report.states.map(\.name).joined(separator: ", ")
      throw DriverError("\(report.program) has no state or path '\(subject)'; its states are \(names)")
    }
    // Planning again takes a while: for a path that is meant, not for all that a word matches.
    let isMeant = paths.count <= 3
    return paths.map { path in
      Answer(path: path, counterfactuals: isMeant ? planned.problem.counterfactuals(ofPath: path.number) : [])
    }
  }

  private func text(_ answer: Answer) -> String {
    let head = answer.state.map(text) ?? answer.path.map(text) ?? ""
    let isAway = answer.state.map { $0.site != "nic" } ?? (answer.path?.site != "nic")
    guard !answer.counterfactuals.isEmpty else {
      return head + (isAway && answer.state != nil ? "\n  no single change would bring all of it onto the NIC" : "")
    }
    let goal = answer.state == nil ? "at most half as many punts" : "all of it on the NIC"
    let now = "now \((report.hostCores * 1000).rounded() / 1000) host cores"
    return head + "\n  \(goal) (\(now))\n" + answer.counterfactuals.map { "    " + $0.text }.joined(separator: "\n")
  }

  private func text(_ state: PlanReport.State) -> String {
    var lines = ["\(state.name): \(state.site), \(state.mode)"]
    if state.entriesOnNIC > 0 { lines.append("  entries on the NIC  \(state.entriesOnNIC)") }
    if !state.reason.isEmpty { lines.append("  why                 \(state.reason)") }
    if let proof = state.proof { lines.append("  allowed by          \(proof)") }
    if let lift = state.lift { lines.append("  lifting it          \(lift)") }
    let cuts = planned.bundle.plan.cuts.filter { $0.reason.contains(state.name) }
    lines += cuts.map { "  punt                \($0.reason) (\($0.mode.rawValue) from block \($0.from))" }
    return lines.joined(separator: "\n")
  }

  private func text(_ path: PlanReport.Path) -> String {
    let share = (path.share * 1000).rounded() / 10
    let onNIC = (path.nicShare * 1000).rounded() / 10
    let why = path.reason.isEmpty ? "" : "\n  why    \(path.reason)"
    return "path \(path.number): \(path.id)\n  share  \(share) % of packets, \(onNIC) % of them finished on the NIC\(why)"
  }
}
