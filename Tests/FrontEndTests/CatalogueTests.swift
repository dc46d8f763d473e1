import Foundation
import FrontEnd
import Testing

/// The catalogue of messages is complete: what the sources can report is listed, explained, and provoked by a case.
@Suite struct CatalogueTests {
  /// Identifiers that no source alone can provoke.
  static let withoutCase: Set<String> = ["unknown-parameter", "parameter-not-set", "not-well-formed"]

  /// Add what is missing to a section in `Sources/FrontEnd/Catalogue`.
  @Test func whatIsReportedIsListed() throws {
    let listed = Set(DiagnosticCatalogue.entries.map { "\($0.severity) \($0.identifier)" })
    let used = try reported()
    #expect(used.count > 70)
    #expect(used.subtracting(listed).isEmpty, "not in the catalogue: \(used.subtracting(listed).sorted())")
    #expect(listed.subtracting(used).isEmpty, "never reported: \(listed.subtracting(used).sorted())")
  }

  @Test func identifiersAreListedOnce() {
    let identifiers = DiagnosticCatalogue.entries.map(\.identifier)
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test(arguments: DiagnosticCatalogue.entries)
  func theExampleIsInItsCase(_ entry: DiagnosticEntry) throws {
    if Self.withoutCase.contains(entry.identifier) { return }
    let file = try #require(
      caseFile(entry.identifier), "no Cases/reject/\(entry.identifier).nf, and none in the other directories of Cases")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(trimmed(text).contains(trimmed(entry.example)), "\(file.lastPathComponent) does not hold the example")
    let expected = try String(
      contentsOf: file.deletingPathExtension().appendingPathExtension("expected"), encoding: .utf8)
    #expect(expected.contains(" \(entry.severity.rawValue): "))
    #expect(expected.contains("[\(entry.identifier)]"))
  }

  @Test func meaningsAreSentences() {
    for entry in DiagnosticCatalogue.entries {
      #expect(entry.meaning.hasSuffix(".") && entry.meaning.count < 160, "\(entry.identifier)")
      #expect(entry.meaning.first.map { $0.isUppercase || $0 == "`" } == true, "\(entry.identifier)")
    }
  }

  @Test func thePageIsMadeFromTheCatalogue() throws {
    try GoldenFile.expect(DiagnosticCatalogue.page, equals: TestFiles.package.appending(path: "docs/diagnostics.md"))
  }

  @Test func entriesAreFoundByTheirIdentifier() {
    #expect(DiagnosticCatalogue.entry(for: "unknown-name")?.identifier == "unknown-name")
    #expect(DiagnosticCatalogue.entry(for: "unknown-nmae") == nil)
    #expect(DiagnosticCatalogue.nearest(to: "unknown-nmae") == "unknown-name")
  }

  /// `error unknown-name` and so on: severity and first argument of each `.error(` and `.warning(` in the front end.
  private func reported() throws -> Set<String> {
    let root = TestFiles.package.appending(path: "Sources/FrontEnd")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var identifiers: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\.(error|warning)\(\s*"([a-z0-9-]+)"/) {
        identifiers.insert("\(match.1) \(match.2)")
      }
    }
    return identifiers
  }

  private func caseFile(_ identifier: String) -> URL? {
    let kinds =
      (try? FileManager.default.contentsOfDirectory(at: TestFiles.cases, includingPropertiesForKeys: nil)) ?? []
    return kinds.map { $0.appending(path: identifier + ".nf") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The lines without indentation.
  private func trimmed(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
  }
}
