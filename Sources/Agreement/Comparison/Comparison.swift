import TraceGenerator
import Wire

/// Holds an execution to the interpreter, and makes a failure small.
public struct Comparison {
  public let built: Built
  /// What is run, for messages.
  public let what: String
  private let makeExecution: (Built) throws -> any Execution

  public init(built: Built, what: String, makeExecution: @escaping (Built) throws -> any Execution) {
    self.built = built
    self.what = what
    self.makeExecution = makeExecution
  }

  /// Runs given steps; the first difference, made small, and how often what happened until then.
  ///
  /// - Throws: what keeps the execution from being there at all.
  public func findings(_ steps: [Step], seed: UInt64) throws -> (Finding?, Tally) {
    try findings(SharedTrace(built.program, built.tables, steps), seed: seed)
  }

  /// The same with steps whose answers other sites may have asked for already.
  public func findings(_ trace: SharedTrace, seed: UInt64) throws -> (Finding?, Tally) {
    let execution = try makeExecution(built)
    var trial = try Trial(built, execution)
    let answers = try trace.answers(forAnyFrame: execution.takesAnyFrame)
    do {
      try trial.run(answers)
      return (nil, execution.tally)
    } catch {
      let all = Array(answers.steps.prefix(trial.position))
      return (Finding(built, what, seed: seed, all: all, shrunk(all), "\(error)"), execution.tally)
    }
  }

  /// The shortest steps found that still fail, and how they do.
  private func shrunk(_ steps: [Step]) -> (steps: [Step], difference: String?) {
    let short = Shrinking { failure(of: $0) != nil }.shrunk(steps)
    return (short, failure(of: short))
  }

  private func failure(of steps: [Step]) -> String? {
    do {
      var trial = try Trial(built, makeExecution(built))
      try trial.run(Answers(built.program, built.tables, steps))
      return nil
    } catch {
      return "\(error)"
    }
  }
}
