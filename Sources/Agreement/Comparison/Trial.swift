import IR
import Plan
import Wire

/// One run of an execution beside the interpreter's answers.
struct Trial {
  /// How the two differ, for people.
  struct Difference: Error, CustomStringConvertible {
    var description: String
  }

  let built: Built
  let execution: any Execution
  /// Steps begun so far.
  private(set) var position = 0

  init(_ built: Built, _ execution: any Execution) throws {
    self.built = built
    self.execution = execution
    for change in built.tables { try execution.configure(change) }
  }

  /// Runs all steps; throws at the first packet that comes to something else, or for the state at the end.
  mutating func run(_ answers: Answers) throws {
    while position < answers.steps.count {
      let run = answers.run(from: position)
      for change in answers.steps[position].changes { try execution.configure(change) }
      if answers.sweeps[position] { try execution.sweep(now: answers.steps[position].time) }
      try execution.run(answers.steps[run]) { index, outcome, bytes in
        position = index + 1
        guard answers.agrees(index, outcome, bytes) else {
          throw Difference(description: differenceText(answers, index, outcome, Array(bytes)))
        }
      }
      let last = answers.steps[run.upperBound - 1]
      if let event = last.event(groups: built.layout.groups.count) { try execution.perform(event, at: last) }
    }
    try compareStates(answers)
  }

  /// Compares the whole states, and the packets and bytes by path.
  private func compareStates(_ answers: Answers) throws {
    if let text = StateDifference.text(answers.states, try execution.snapshot()) { throw Difference(description: text) }
    for (path, pair) in zip(answers.counts, try execution.pathCounts()).enumerated() where pair.0 != pair.1 {
      throw Difference(description: "path \(path): \(pair.1), the interpreter \(pair.0)")
    }
  }

  private func differenceText(_ answers: Answers, _ index: Int, _ other: Outcome?, _ observed: [UInt8]) -> String {
    let expected = Array(answers.packet(index))
    var lines = ["\(other.map(text) ?? "punted"), the interpreter: \(text(answers.outcomes[index]))"]
    if observed != expected {
      let first = zip(observed, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      lines.append("\(observed.count) bytes for \(expected.count), different from byte \(first ?? -1)")
      lines.append("  \(Step(bytes: observed, port: 0, time: 0, salt: 0))")
      lines.append("  \(Step(bytes: expected, port: 0, time: 0, salt: 0))")
    }
    return lines.joined(separator: "\n")
  }

  private func text(_ outcome: Outcome) -> String {
    let reasons = built.layout.reasons
    let reason = reasons.indices.contains(Int(outcome.reason)) ? reasons[Int(outcome.reason)] : "\(outcome.reason)"
    switch outcome.verdict {
    case .forward: return "forward to port \(outcome.port) by path \(outcome.path)"
    case .drop: return "drop '\(reason)' by path \(outcome.path)"
    case .controlPlane: return "to the control plane by path \(outcome.path)"
    }
  }
}
