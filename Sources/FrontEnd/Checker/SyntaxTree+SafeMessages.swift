import Diagnostics

extension SyntaxTree {
  /// Those of the checker's messages that a part lost to a syntax error cannot have caused; after syntax errors the
  /// others would only mislead.
  func safe(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let unknown = Set(diagnostics.filter { Self.unknowns.contains($0.identifier) }.map(\.span))
    return diagnostics.filter { diagnostic in
      if Self.unknowns.contains(diagnostic.identifier) { return isNowhereElse(diagnostic.span, unknown) }
      return !Self.consequences.contains(diagnostic.identifier)
    }
  }

  private static let unknowns: Set<String> = ["unknown-name", "unknown-type", "unknown-port", "unknown-stream"]
  private static let consequences: Set<String> = [
    "no-ports", "no-handlers", "missing-otherwise", "missing-verdict", "missing-attribute", "missing-companion",
    "missing-full", "else-falls-through", "needs-else", "no-effect", "unreachable", "two-ports-needed",
    "wrong-argument-count", "missing-colour",
  ]

  /// True when the name stands only where it is unknown: then no lost declaration has it.
  private func isNowhereElse(_ place: SourceSpan, _ unknown: Set<SourceSpan>) -> Bool {
    let name = tokens.first { source.position(at: $0.range.lowerBound) == place.start }?.word
    guard let name, !Parser.reservedWords.contains(name), !Parser.memberWords.contains(name) else { return false }
    return tokens.allSatisfy { $0.word != name || unknown.contains(source.span($0.range)) }
  }
}
