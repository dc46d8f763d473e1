import Diagnostics

extension Parser {
  /// `fragments drop "fragment"` or `fragments pass`.
  mutating func parseFragments() -> FragmentsSyntax? {
    let start = current
    advance()
    if take(word: "pass") { return FragmentsSyntax(kind: .pass, span: span(from: start)) }
    if take(word: "drop") {
      guard case .drop(let reason)? = parseDrop() else { return nil }
      return FragmentsSyntax(kind: .drop(reason: reason), span: span(from: start))
    }
    reportExpected("'drop' or 'pass'")
    return nil
  }
}
