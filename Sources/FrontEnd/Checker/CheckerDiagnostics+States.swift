import Diagnostics

/// The checker's messages about what programs do with their states.
extension Diagnostic {
  static func missingValue(_ map: Name, at span: SourceSpan) -> Diagnostic {
    .error("missing-value", "'\(map.text)' holds values: say 'insert \(map.text)[…] = …'", at: span)
  }
  static func needlessValue(_ set: Name, at span: SourceSpan) -> Diagnostic {
    .error("needless-value", "'\(set.text)' is a set, which holds keys only: say 'insert \(set.text)[…]'", at: span)
  }
}
