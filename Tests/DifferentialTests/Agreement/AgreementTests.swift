import Foundation
import Testing

/// Every program of the library is the interpreter on every site and under every strategy, whatever comes: packets that
/// take its branches, conversations, damaged frames, captures.
@Suite struct AgreementTests {
  /// Branches that the packets of one trace take, at least.
  static let leastCoverage = 0.95
  static let runs: UInt64 = isSoak ? 40 : 1
  static let fewestPackets = isSoak ? 250_000 : 20_000
  static let mostPackets = isSoak ? 250_000 : 200_000

  static let isSoak = ProcessInfo.processInfo.environment["CORA_SOAK"] != nil

  @Test(arguments: Subject.library)
  func onEverySite(_ subject: Subject) throws {
    let deployments = try Deployment.all(of: subject)
    let program = try Workshop.planned(subject, .planner(.hostOnly)).source.program
    let tables = try subject.tables(for: program)
    for run in 1...Self.runs {
      let trace = try GuidedTrace(
        program, tables, seed: run, fewest: Self.fewestPackets, most: Self.mostPackets)
      if run == 1 { check(trace, of: subject) }
      for deployment in deployments { try compare(subject, deployment, trace.steps, seed: run) }
    }
    let captured = Capture.all.flatMap(\.steps)
    for deployment in deployments { try compare(subject, deployment, captured, seed: 0) }
    AgreementReport.shared.finish(subject)
  }

  private func check(_ trace: GuidedTrace, of subject: Subject) {
    AgreementReport.shared.note(subject, coverage: trace.coverage)
    let missing = trace.coverage.missing.map { "\n  \($0)" }.joined()
    #expect(trace.coverage.share >= Self.leastCoverage, "\(subject.name): \(trace.coverage.text), not\(missing)")
  }

  private func compare(_ subject: Subject, _ deployment: Deployment, _ steps: [Step], seed: UInt64) throws {
    let built = try Workshop.bundle(subject, deployment.kind)
    let comparison = Comparison(built: built, what: deployment.site.text) { try deployment.makeExecution($0) }
    let (finding, tally) = try comparison.findings(steps, seed: seed)
    AgreementReport.shared.note(
      subject, deployment, packets: finding?.steps.count ?? steps.count, mismatches: finding == nil ? 0 : 1)
    if let finding { comparison.record(finding) }
    #expect(tally.failed == 0)
  }
}
