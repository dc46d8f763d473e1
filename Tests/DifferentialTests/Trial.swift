import Driver
import IR
import Interpreter
import TraceGenerator
import Wire

/// One run of the interpreter beside another execution, step by step.
final class Trial {
  /// How the two differ, for people.
  struct Difference: Error, CustomStringConvertible {
    var description: String
  }

  let built: Built
  let execution: any Execution
  private let interpreter: Interpreter
  private var room: RoomOnNIC
  /// Frames that do not reach the program.
  private(set) var notDelivered = 0

  init(_ built: Built, _ execution: any Execution) throws {
    self.built = built
    self.execution = execution
    interpreter = try Interpreter(built.program)
    room = RoomOnNIC(built.program)
    for change in built.tables { try configure(change) }
  }

  private func configure(_ change: TableChange) throws {
    try change.apply(to: interpreter)
    try execution.configure(change)
  }

  /// Runs the packet on both, and then what the step has besides it. Returns what the interpreter forwarded.
  @discardableResult
  func run(_ step: Step) throws -> (bytes: [UInt8], port: UInt16)? {
    guard execution.takes(step.bytes) else {
      notDelivered += 1
      return nil
    }
    for change in step.changes { try configure(change) }
    if room.advance(interpreter, to: step.time) { try execution.sweep(now: step.time) }
    var (expected, observed) = (step.bytes, step.bytes)
    let outcome = interpreter.run(&expected, port: step.port, now: step.time)
    room.note(interpreter)
    let other = try execution.run(step, &observed)
    if other != outcome || observed != expected {
      throw Difference(description: differenceText(outcome, expected, other, observed))
    }
    try perform(step)
    return outcome.verdict == .forward ? (expected, outcome.port) : nil
  }

  private func perform(_ step: Step) throws {
    guard let event = step.event(groups: built.layout.groups.count) else { return }
    if event == .expire { interpreter.advance(to: step.time) }
    try execution.perform(event, at: step)
  }

  /// Compares the whole states, and the packets and bytes by path.
  func compareStates() throws {
    let (expected, observed) = (interpreter.snapshot(), try execution.snapshot())
    if let text = StateDifference.text(expected, observed) { throw Difference(description: text) }
    let counts = interpreter.pathCounts.map(PathCount.init)
    for (path, pair) in zip(counts, try execution.pathCounts()).enumerated() where pair.0 != pair.1 {
      throw Difference(description: "path \(path): \(pair.1), the interpreter \(pair.0)")
    }
  }

  private func differenceText(
    _ outcome: Outcome, _ expected: [UInt8], _ other: Outcome?, _ observed: [UInt8]
  ) -> String {
    let what = other.map(text) ?? "punted"
    var lines = ["\(what), the interpreter: \(text(outcome))"]
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

/// Where two snapshots differ, in a few lines.
enum StateDifference {
  static func text(_ expected: StateSnapshot, _ observed: StateSnapshot) -> String? {
    if expected == observed { return nil }
    var lines: [String] = []
    for (name, entries) in expected.maps.sorted(by: { $0.key < $1.key }) where observed.maps[name] != entries {
      let others = Set(observed.maps[name] ?? []), own = Set(entries)
      lines.append("'\(name)': \(others.count) entries, the interpreter \(own.count)")
      lines += others.subtracting(own).sorted(by: StateSnapshot.inKeyOrder).prefix(3).map { "  has \($0)" }
      lines += own.subtracting(others).sorted(by: StateSnapshot.inKeyOrder).prefix(3).map { "  not \($0)" }
    }
    for (name, elements) in expected.arrays.sorted(by: { $0.key < $1.key }) where observed.arrays[name] != elements {
      lines.append("array '\(name)' is another: \((observed.arrays[name] ?? []).prefix(8)) for \(elements.prefix(8))")
    }
    for (name, counters) in expected.sketches.sorted(by: { $0.key < $1.key })
    where observed.sketches[name] != counters {
      let other = observed.sketches[name] ?? [:]
      let places = Set(counters.keys).union(other.keys).filter { counters[$0] != other[$0] }.sorted()
      lines.append("sketch '\(name)' differs in \(places.count) counters")
      lines += places.prefix(3).map { "  \($0): \(other[$0] ?? 0) for \(counters[$0] ?? 0)" }
    }
    return lines.isEmpty ? "states of other names" : lines.joined(separator: "\n")
  }
}
