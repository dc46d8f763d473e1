import Bundle
import Planner

/// Answers "why is this there?" from a bundle's own report.
public struct Explanation {
  private let bundle: Bundle
  private let report: PlanReport

  public init(ofBundleAt path: String) throws(DriverError) {
    let opened = try DriverError.wrapping { try Bundle(opening: path) }
    bundle = opened
    report = try DriverError.wrapping { try opened.decode(PlanReport.self, from: .reportJSON) }
  }

  /// The whole report, or what concerns one state or the paths that match.
  public func text(about subject: String?) throws(DriverError) -> String {
    guard let subject else {
      return try DriverError.wrapping { String(decoding: try bundle.bytes(of: .reportText), as: UTF8.self) }
    }
    if let state = report.states.first(where: { $0.name == subject }) { return text(of: state) }
    let paths = report.paths.filter { "\($0.number)" == subject || $0.id.contains(subject) }
    guard !paths.isEmpty else {
      let names = report.states.map(\.name).joined(separator: ", ")
      throw DriverError("\(report.program) has no state or path '\(subject)'; its states are \(names)")
    }
    return paths.map(text).joined(separator: "\n\n")
  }

  private func text(of state: PlanReport.State) -> String {
    var lines = ["\(state.name): \(state.site), \(state.mode)"]
    if state.entriesOnNIC > 0 { lines.append("  entries on the NIC  \(state.entriesOnNIC)") }
    if !state.reason.isEmpty { lines.append("  why                 \(state.reason)") }
    if let proof = state.proof { lines.append("  allowed by          \(proof)") }
    if let lift = state.lift { lines.append("  lifting it          \(lift)") }
    let cuts = bundle.plan.cuts.filter { $0.reason.contains(state.name) }
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
