import Diagnostics

/// Every identifier that the front end reports, with what it means. A new message gets its entry in one of the
/// sections, and a case of its name in `Tests/FrontEndTests/Cases`; `CatalogueTests` holds both.
public enum DiagnosticCatalogue {
  public struct Section: Hashable, Sendable {
    public let title: String
    public let entries: [DiagnosticEntry]
  }

  public static let sections = [
    text, declarations, reuse, headers, packets, states, expressions, statements, settings, warnings,
  ].filter { !$0.entries.isEmpty }

  public static let entries = sections.flatMap(\.entries)

  public static func entry(for identifier: String) -> DiagnosticEntry? {
    entries.first { $0.identifier == identifier }
  }

  /// The listed identifier that a misspelt one was probably meant to be.
  public static func nearest(to identifier: String) -> String? {
    nearestName(to: identifier, among: entries.map(\.identifier))
  }

  /// `docs/diagnostics.md`.
  public static var page: String { introduction + sections.map(text(of:)).joined(separator: "\n") }

  private static let introduction = """
    # Messages of the compiler

    Each message ends with a word in brackets that does not change from version to version. This page, which is made
    from the compiler's own list, says what each stands for and shows lines that give it; `cora check --explain WORD`
    prints the same. The whole of each example is in `Tests/FrontEndTests/Cases`, with the message in full beside it.


    """

  private static func text(of section: Section) -> String {
    "## \(section.title)\n\n" + section.entries.map(text(of:)).joined(separator: "\n")
  }

  private static func text(of entry: DiagnosticEntry) -> String {
    let mark = entry.severity == .warning ? "Warning. " : ""
    let lines = entry.example.split(separator: "\n", omittingEmptySubsequences: false)
    let example = lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    return "### `\(entry.identifier)`\n\(mark)\(entry.meaning)\n\n\(example)"
  }
}
