import Diagnostics

extension SyntaxTree {
  /// The source in its canonical form: two blanks for each level, one between words, none at line ends, at most one
  /// empty line in a row. Lines stay as the author broke them, nothing is aligned; every token and every comment stays.
  ///
  /// Formatting what is formatted changes nothing.
  ///
  /// - Returns: nil when the source has syntax errors.
  public func formatted() -> String? {
    hasErrors ? nil : Formatter.text(of: SourceElement.elements(of: self))
  }
}

extension SourceFile {
  /// Parses the source and gives it back in its canonical form; see `SyntaxTree.formatted`.
  ///
  /// - Returns: nil when a syntax error was reported.
  public func formatted(reportingTo log: inout DiagnosticLog) -> String? {
    Parser.parse(self, reportingTo: &log).formatted()
  }
}
