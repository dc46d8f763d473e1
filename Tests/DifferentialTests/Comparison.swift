import Foundation
import Testing
import Wire

/// Holds an execution to the interpreter over seeded traffic, and makes a failure small.
struct Comparison {
  var built: Built
  /// What is run, for messages.
  var what: String
  var makeExecution: (Built) throws -> any Execution

  /// States are compared after so many packets, and at the end.
  static let checkpoint = 20_000
  /// Seeds per comparison: 1, or 100 when asked to soak.
  static let runs: UInt64 = ProcessInfo.processInfo.environment["CORA_SOAK"] == nil ? 1 : 100

  /// Runs the traffic of the seeds from `seed` on; a difference is recorded with the shortest steps that show it.
  func run(packets: Int, seed: UInt64, runs: UInt64 = runs) throws -> Tally {
    var tally = Tally()
    for seed in seed..<seed + runs {
      let (found, added) = try findings(packets: packets, seed: seed)
      tally = tally + added
      if let found {
        record(found)
        break
      }
    }
    return tally
  }

  /// Runs given steps; a difference is recorded.
  func run(_ steps: [Step]) throws -> Tally {
    let (found, tally) = try findings(steps, seed: 0)
    if let found { record(found) }
    return tally
  }

  /// Runs given steps; the first difference, made small, and how often what happened until then.
  func findings(_ steps: [Step], seed: UInt64) throws -> (Finding?, Tally) {
    let trial = try Trial(built, makeExecution(built))
    var position = 0
    do {
      for step in steps {
        position += 1
        try trial.run(step)
        if position.isMultiple(of: Self.checkpoint) { try trial.compareStates() }
      }
      try trial.compareStates()
      return (nil, trial.execution.tally)
    } catch {
      let all = Array(steps.prefix(position))
      return (Finding(built, what, seed: seed, all: all, shrunk(all), "\(error)"), trial.execution.tally)
    }
  }

  /// Runs the traffic of a seed; the first difference, made small, and how often what happened until then.
  func findings(packets: Int, seed: UInt64) throws -> (Finding?, Tally) {
    let trial = try Trial(built, makeExecution(built))
    var steps: [Step] = []
    do {
      try play(trial, packets, seed, keepingIn: &steps)
    } catch {
      return (Finding(built, what, seed: seed, all: steps, shrunk(steps), "\(error)"), trial.execution.tally)
    }
    return (nil, trial.execution.tally)
  }

  private func play(_ trial: Trial, _ packets: Int, _ seed: UInt64, keepingIn steps: inout [Step]) throws {
    var traffic = RandomTraffic(seed: seed, configuration: built.subject.traffic)
    var salts = SplitMix64(seed: ~seed)
    steps.reserveCapacity(packets)
    for index in 0..<packets {
      let packet = traffic.next()
      let step = Step(bytes: packet.bytes, port: packet.port, time: packet.time, salt: salts.next())
      steps.append(step)
      if let (bytes, port) = try trial.run(step) { traffic.observe(bytes, port: port) }
      if index % Self.checkpoint == Self.checkpoint - 1 { try trial.compareStates() }
    }
    try trial.compareStates()
  }

  /// The shortest steps found that still fail, and how they do.
  private func shrunk(_ steps: [Step]) -> (steps: [Step], difference: String?) {
    let short = Shrinking { failure(of: $0) != nil }.shrunk(steps)
    return (short, failure(of: short))
  }

  private func failure(of steps: [Step]) -> String? {
    do {
      let trial = try Trial(built, makeExecution(built))
      for step in steps { try trial.run(step) }
      try trial.compareStates()
      return nil
    } catch {
      return "\(error)"
    }
  }

  func record(_ finding: Finding) {
    let path = (try? finding.write()) ?? "nowhere: it could not be written"
    Issue.record("\(finding.message)\nkept in \(path)")
  }
}
