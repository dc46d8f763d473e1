import Agreement
import Foundation
import Synchronization
import Testing
import TraceGenerator

/// Every program of the library is the interpreter on every site and under every strategy, whatever comes: packets that
/// take its branches, conversations, damaged frames, captures. `make soak` runs the same at length.
@Suite struct AgreementTests {
  /// Branches that the packets of one trace take, at least.
  static let leastCoverage = 0.95
  static let packets = 20_000
  /// On the host, while new branches may be found.
  static let mostPackets = 250_000
  /// Where tables have their full size; those that are made small are filled.
  static let longestFlood = 2_000

  private static let report = Mutex(SoakReport())

  @Test(arguments: Subject.library)
  func onEverySite(_ subject: Subject) throws {
    let chunks = try (0...1).map {
      try Chunk(subject, number: $0, packets: Self.packets, most: Self.mostPackets, longestFlood: Self.longestFlood)
    }
    var coverage = chunks[0].coverage
    coverage.formUnion(chunks[1].coverage)
    for chunk in chunks { try compare(subject, chunk, mostOnNIC: Self.packets) }
    for tables in [subject, subject.small] { try compare(subject, Chunk(captured: tables), mostOnNIC: .max) }
    Self.finish(subject)
    let missing = coverage.missing.map { "\n  \($0)" }.joined()
    #expect(coverage.share >= Self.leastCoverage, "\(subject.name): \(coverage.text), not\(missing)")
  }

  private func compare(_ subject: Subject, _ chunk: Chunk, mostOnNIC: Int) throws {
    let sites = try chunk.results(mostOnNIC: mostOnNIC) { $0.record() }
    try Self.report.withLock { try $0.note(subject, chunk.coverage, sites, seconds: 0) }
    for (deployment, site) in sites { #expect(site.agrees, "\(subject.name), \(deployment.names[0]): \(site)") }
  }

  /// Writes the table of all programs so far; prints it with the last one.
  private static func finish(_ subject: Subject) {
    let text = report.withLock { $0.text }
    let directory = Subject.package.appending(path: "build")
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? text.write(to: directory.appending(path: "agreement-short.md"), atomically: true, encoding: .utf8)
    if report.withLock({ $0.rows.count }) == Subject.library.count { print(text) }
  }
}
