import Diagnostics

/// The parser's messages.
extension Diagnostic {
  static func expected(
    _ what: String, found: String, at span: SourceSpan, fixIts: [FixIt] = []
  ) -> Diagnostic {
    .error("expected", "expected \(what), found \(found)", at: span, fixIts: fixIts)
  }
  static func unclosed(_ what: String, opened: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error("unclosed", "'\(what)' is missing", at: span, notes: [.init("opened here", at: opened)])
  }
  static func unknownMember(_ word: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-member", "'\(word)' does not begin a declaration of an nf", at: span,
      fixIts: didYouMean(nearest, at: span))
  }
  static func unknownStateKind(_ word: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-state-kind",
      "there is no kind of state '\(word)'; there are \(Parser.stateKinds.joined(separator: ", "))", at: span,
      fixIts: didYouMean(nearest, at: span))
  }
  static func unknownTableKind(_ word: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-table-kind",
      "there is no kind of config table '\(word)'; there are \(Parser.tableKinds.joined(separator: ", "))", at: span,
      fixIts: didYouMean(nearest, at: span))
  }
  static func unknownAttribute(_ word: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-attribute", "'\(word)' is not an attribute of a state", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func tooDeep(at span: SourceSpan) -> Diagnostic {
    .error("too-deep", "this is nested too deeply to be read, by people too", at: span)
  }
  static func reservedWord(_ word: String, at span: SourceSpan) -> Diagnostic {
    .error("reserved-word", "'\(word)' is a word of the language and cannot be a name", at: span)
  }
  static func missingFunction(at span: SourceSpan) -> Diagnostic {
    .error("missing-nf", "the file has no 'nf Name { … }'", at: span)
  }
  static func afterFunction(at span: SourceSpan) -> Diagnostic {
    .error("after-nf", "this begins no declaration: outside of an nf stand import, const, struct, enum, fn, nf, chain", at: span)
  }
  static func secondChain(at span: SourceSpan) -> Diagnostic {
    .error("second-chain", "a file has one chain", at: span)
  }
  static func chainedComparison(at span: SourceSpan) -> Diagnostic {
    .error("chained-comparison", "comparisons do not chain; join two of them with 'and'", at: span)
  }

  static func didYouMean(_ nearest: String?, at span: SourceSpan) -> [FixIt] {
    nearest.map { [FixIt("did you mean '\($0)'?", replacing: span, with: $0)] } ?? []
  }
}
