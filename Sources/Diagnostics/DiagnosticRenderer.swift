/// Prints diagnostics for people: place, message, the source line, a caret under the range, notes.
///
///     nat.nf:14:16: error: there is no 'bindngs' here [unknown-name]
///       let port = bindngs[flow] else {
///                  ^~~~~~~
///     nat.nf:14:16: note: did you mean 'bindings'?
public struct DiagnosticRenderer: Sendable {
  public var sources: [String: SourceFile]
  public var colour: Bool

  public init(sources: [String: SourceFile], colour: Bool = false) {
    self.sources = sources
    self.colour = colour
  }

  /// Whole lines, each with its end.
  public func render(_ diagnostic: Diagnostic) -> String {
    let tint = diagnostic.severity == .error ? Style.red : Style.magenta
    var text = headline(diagnostic.span, diagnostic.severity.rawValue, tint, diagnostic.message)
    text += " " + styled("[\(diagnostic.identifier)]", .dim) + "\n" + excerpt(diagnostic.span)
    for note in diagnostic.notes {
      text += headline(note.span, "note", .cyan, note.message) + "\n" + excerpt(note.span)
    }
    for fixIt in diagnostic.fixIts { text += headline(fixIt.span, "note", .cyan, fixIt.message) + "\n" }
    return text
  }

  private enum Style: String {
    case bold = "1", dim = "2", red = "1;31", magenta = "1;35", cyan = "1;36", green = "1;32"
  }

  private func styled(_ text: String, _ style: Style) -> String {
    colour ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }

  private func headline(_ span: SourceSpan, _ word: String, _ tint: Style, _ message: String) -> String {
    styled("\(span):", .bold) + " " + styled("\(word):", tint) + " " + message
  }

  private func excerpt(_ span: SourceSpan) -> String {
    guard let line = sources[span.file]?.line(span.start.line) else { return "" }
    let bytes = Array(line.utf8)
    let start = min(max(span.start.column - 1, 0), bytes.count)
    let end = span.end.line > span.start.line ? bytes.count : min(max(span.end.column - 1, start), bytes.count)
    let shown = window(bytes, around: start)
    let marked = width(bytes[start..<max(start, min(end, shown.upperBound))])
    let underline = "^" + String(repeating: "~", count: max(marked - 1, 0))
    return printable(String(decoding: bytes[shown], as: UTF8.self)) + "\n"
      + padding(bytes[shown.lowerBound..<start]) + styled(underline, .green) + "\n"
  }

  /// Bytes of a line that are shown, at most: a generated line may be as long as its file.
  private static let widestLine = 240

  /// The part of a long line around a place, cut between characters.
  private func window(_ bytes: [UInt8], around place: Int) -> Range<Int> {
    if bytes.count <= Self.widestLine { return bytes.indices }
    func boundary(_ index: Int) -> Int { bytes[..<index].lastIndex { $0 & 0xc0 != 0x80 } ?? 0 }
    let start = place < Self.widestLine / 2 ? 0 : boundary(place - Self.widestLine / 3)
    let end = start + Self.widestLine
    return start..<max(place, end >= bytes.count ? bytes.count : boundary(end))
  }

  private func width(_ bytes: ArraySlice<UInt8>) -> Int {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.count
  }

  /// Blanks as wide as the text, tabs kept.
  private func padding(_ bytes: ArraySlice<UInt8>) -> String {
    String(
      String.UnicodeScalarView(String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0 == "\t" ? "\t" : " " }))
  }

  /// Replaces control characters, which a terminal would obey.
  private func printable(_ line: String) -> String {
    String(
      String.UnicodeScalarView(
        line.unicodeScalars.map { ($0.value < 32 && $0 != "\t") || $0.value == 127 ? "\u{fffd}" : $0 }))
  }
}
