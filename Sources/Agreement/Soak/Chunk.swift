import Halves
import TraceGenerator

/// Packets of one seed that all sites of a program run, from empty tables on.
public struct Chunk {
  /// With small tables or those of the file.
  public let subject: Subject
  public let coverage: Coverage
  public let trace: SharedTrace
  private let seed: UInt64

  /// - Parameters:
  ///   - number: decides the seed, and whether tables are made small: in every second chunk, counted from 0, they are.
  ///   - most: packets that may come while new branches may be found.
  ///   - longestFlood: packets in a row that may go into filling one table of full size.
  public init(_ subject: Subject, number: Int, packets: Int, most: Int, longestFlood: Int) throws {
    let isSmall = !number.isMultiple(of: 2)
    self.subject = isSmall ? subject.small : subject
    seed = UInt64(1 + number / 2)
    let program = try Workshop.planned(self.subject, .planner(.hostOnly)).source.program
    let tables = try subject.tables(for: program)
    let guided = try GuidedSteps(
      program, tables, seed: seed, fewest: packets, most: most,
      longestFlood: isSmall ? GuidedTraffic.anyFlood : longestFlood)
    coverage = guided.coverage
    trace = SharedTrace(program, tables, guided.steps)
  }

  /// The packets of the captures beside the package, for a subject.
  public init(captured subject: Subject) throws {
    self.subject = subject
    seed = 0
    let program = try Workshop.planned(subject, .planner(.hostOnly)).source.program
    coverage = Coverage(program)
    trace = SharedTrace(program, try subject.tables(for: program), Capture.all.flatMap(\.steps))
  }

  /// Runs the packets at every site, each packet and the states at the end held to the interpreter's; differences are made small.
  ///
  /// - Parameters:
  ///   - drawn: plans drawn at random beside those of the strategies.
  ///   - mostOnNIC: packets of the chunk that sites with a NIC half run; the host alone runs all.
  ///   - makeExecution: another one than the deployment's own, for canaries.
  /// - Throws: for a program that cannot be compiled, or a host half that cannot be loaded.
  public func results(
    drawn: UInt64 = 1, mostOnNIC: Int = .max, where isRun: (Deployment) -> Bool = { _ in true },
    makeExecution: @escaping (Deployment, Built) throws -> any Execution = { try $0.makeExecution($1) },
    found: (Finding) -> Void
  ) throws -> [(deployment: Deployment, site: SoakReport.Site)] {
    let begin = mostOnNIC < trace.steps.count ? trace.prefix(mostOnNIC) : trace
    return try Deployment.all(of: subject, drawn: drawn).filter(isRun).map { deployment in
      let built = try Workshop.bundle(subject, deployment.kind)
      let comparison = Comparison(built: built, what: deployment.site.text) { try makeExecution(deployment, $0) }
      return (deployment, try result(comparison, deployment.site == .host ? trace : begin, found))
    }
  }

  private func result(
    _ comparison: Comparison, _ trace: SharedTrace, _ found: (Finding) -> Void
  ) throws -> SoakReport.Site {
    let began = ContinuousClock.now
    var site = SoakReport.Site()
    do {
      let (finding, tally) = try comparison.findings(trace, seed: seed)
      site.packets = trace.steps.count
      site.mismatches = finding == nil && tally.failed == 0 ? 0 : 1
      if let finding { found(finding) }
    } catch let error as NICHalfError {
      site.refusal = "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown"
    }
    site.seconds = (ContinuousClock.now - began) / .seconds(1)
    return site
  }
}
