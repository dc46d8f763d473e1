import Foundation
import Testing
import TraceGenerator

/// Every program of the library is the interpreter on every site and under every strategy, whatever comes: packets that
/// take its branches, conversations, damaged frames, captures.
@Suite struct AgreementTests {
  /// Branches that the packets of one trace take, at least.
  static let leastCoverage = 0.95
  static let runs: UInt64 = isSoak ? 40 : 1
  static let packets = isSoak ? 250_000 : 20_000
  /// On the host, while new branches may be found.
  static let mostPackets = 250_000
  /// Large tables are filled when there is time for it; else those that were made small.
  static let longestFlood = isSoak ? GuidedTraffic.anyFlood : 2_000

  static let isSoak = ProcessInfo.processInfo.environment["CORA_SOAK"] != nil

  @Test(arguments: Subject.library)
  func onEverySite(_ subject: Subject) throws {
    var coverage = try compare(subject, longestFlood: Self.longestFlood)
    coverage.formUnion(try compare(subject.small, longestFlood: GuidedTraffic.anyFlood))
    AgreementReport.shared.finish(subject, coverage)
    let missing = coverage.missing.map { "\n  \($0)" }.joined()
    #expect(coverage.share >= Self.leastCoverage, "\(subject.name): \(coverage.text), not\(missing)")
  }

  /// Holds all sites to the interpreter; returns what the packets of the first run took.
  private func compare(_ subject: Subject, longestFlood: Int) throws -> Coverage {
    let deployments = try Deployment.all(of: subject)
    let program = try Workshop.planned(subject, .planner(.hostOnly)).source.program
    let tables = try subject.tables(for: program)
    var coverage = Coverage(program)
    for run in 1...Self.runs {
      let trace = try GuidedTrace(
        program, tables, seed: run, fewest: Self.packets, most: Self.mostPackets, longestFlood: longestFlood)
      if run == 1 { coverage = trace.coverage }
      for deployment in deployments {
        let steps = deployment.site == .host ? trace.steps : Array(trace.steps.prefix(Self.packets))
        try compare(subject, deployment, steps, seed: run)
      }
    }
    let captured = Capture.all.flatMap(\.steps)
    for deployment in deployments { try compare(subject, deployment, captured, seed: 0) }
    return coverage
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
