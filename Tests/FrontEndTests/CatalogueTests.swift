import Foundation
import Testing

/// Every identifier that the catalogues can report has a case that provokes it and a row in the language's reference.
@Suite struct CatalogueTests {
  /// Identifiers that no source alone can provoke.
  static let withoutCase: Set<String> = ["unknown-parameter", "parameter-not-set", "not-well-formed"]

  @Test func identifiersHaveCases() throws {
    let identifiers = try catalogue()
    #expect(identifiers.count > 70)
    let cases = ["reject", "warn"].flatMap { TestFiles.sources(in: TestFiles.cases.appending(path: $0)) }
      .map { $0.deletingPathExtension().lastPathComponent }
    let missing = identifiers.subtracting(cases).subtracting(Self.withoutCase)
    #expect(missing.isEmpty, "no case in Cases/reject or Cases/warn: \(missing.sorted())")
  }

  @Test func identifiersAreDocumented() throws {
    let reference = try String(contentsOf: TestFiles.package.appending(path: "docs/language.md"), encoding: .utf8)
    let missing = try catalogue().filter { !reference.contains("`\($0)`") }
    #expect(missing.isEmpty, "not in docs/language.md: \(missing.sorted())")
  }

  /// The first argument of each `.error(` and `.warning(` in the front end.
  private func catalogue() throws -> Set<String> {
    let root = TestFiles.package.appending(path: "Sources/FrontEnd")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var identifiers: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\.(?:error|warning)\(\s*"([a-z0-9-]+)"/) { identifiers.insert(String(match.1)) }
    }
    return identifiers
  }
}
