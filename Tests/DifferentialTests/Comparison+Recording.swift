import Agreement
import Testing

/// A subject is named in test reports as in messages.
extension Subject: CustomTestStringConvertible {
  public var testDescription: String { description }
}

extension Comparison {
  /// Runs the conversations of a seed; a difference is recorded with the shortest steps that show it.
  @discardableResult
  func run(packets: Int, seed: UInt64) throws -> Tally {
    try run(conversations(packets: packets, seed: seed), seed: seed)
  }

  /// Runs given steps; a difference is recorded.
  @discardableResult
  func run(_ steps: [Step], seed: UInt64 = 0) throws -> Tally {
    let (found, tally) = try findings(steps, seed: seed)
    found?.record()
    return tally
  }

  func conversations(packets: Int, seed: UInt64) throws -> [Step] {
    try Step.conversations(with: built.program, built.tables, built.traffic, packets: packets, seed: seed)
  }
}

extension Finding {
  /// A failure of the test at hand, with the files that show it.
  func record() {
    let path = (try? write()) ?? "nowhere: it could not be written"
    Issue.record("\(message)\nkept in \(path)")
  }
}
