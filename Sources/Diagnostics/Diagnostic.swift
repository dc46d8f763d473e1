/// One message to the author of a program: plain data, made by a named constructor of a phase's catalogue.
public struct Diagnostic: Hashable, Codable, Sendable {
  public enum Severity: String, Hashable, Codable, Sendable {
    /// Nothing is compiled.
    case error
    case warning
  }

  /// A related place and what it has to do with the message.
  public struct Note: Hashable, Codable, Sendable {
    public var span: SourceSpan
    public var message: String

    public init(_ message: String, at span: SourceSpan) {
      self.span = span
      self.message = message
    }
  }

  public var severity: Severity
  /// Stable, such as `unknown-name`; documented in `docs/diagnostics.md`.
  public var identifier: String
  public var span: SourceSpan
  public var message: String
  public var notes: [Note]
  /// Ways to mend the mistake, of which the author would choose one.
  public var fixIts: [FixIt]

  public init(
    _ severity: Severity, _ identifier: String, _ message: String, at span: SourceSpan,
    notes: [Note] = [], fixIts: [FixIt] = []
  ) {
    self.severity = severity
    self.identifier = identifier
    self.span = span
    self.message = message
    self.notes = notes
    self.fixIts = fixIts
  }

  public static func error(
    _ identifier: String, _ message: String, at span: SourceSpan, notes: [Note] = [], fixIts: [FixIt] = []
  ) -> Diagnostic {
    Diagnostic(.error, identifier, message, at: span, notes: notes, fixIts: fixIts)
  }

  /// Something that compiles and is probably not meant.
  public static func warning(
    _ identifier: String, _ message: String, at span: SourceSpan, notes: [Note] = [], fixIts: [FixIt] = []
  ) -> Diagnostic {
    Diagnostic(.warning, identifier, message, at: span, notes: notes, fixIts: fixIts)
  }
}

extension Diagnostic: Comparable {
  /// Orders by place, then by kind: the order of a report.
  public static func < (left: Self, right: Self) -> Bool {
    if left.span.file != right.span.file { return left.span.file < right.span.file }
    if left.span.start != right.span.start { return left.span.start < right.span.start }
    if left.span.end != right.span.end { return left.span.end < right.span.end }
    return (left.severity.rawValue, left.identifier, left.message)
      < (right.severity.rawValue, right.identifier, right.message)
  }
}
