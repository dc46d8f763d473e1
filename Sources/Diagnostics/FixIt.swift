/// A change of the source that would mend a mistake.
public struct FixIt: Hashable, Codable, Sendable {
  /// The text of `span` is to be `replacement`; an empty span inserts.
  public struct Edit: Hashable, Codable, Sendable {
    public var span: SourceSpan
    public var replacement: String

    public init(replacing span: SourceSpan, with replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// What the change does, such as `did you mean 'bindings'?`.
  public var message: String
  /// One at least, in one file, in order, none over another.
  public var edits: [Edit]

  public init(_ message: String, replacing span: SourceSpan, with replacement: String) {
    self.message = message
    edits = [Edit(replacing: span, with: replacement)]
  }

  /// Puts text before and behind a place, such as the parentheses of a conversion.
  public init(_ message: String, around span: SourceSpan, before: String, behind: String) {
    self.message = message
    edits = [
      Edit(replacing: SourceSpan(file: span.file, start: span.start, end: span.start), with: before),
      Edit(replacing: SourceSpan(file: span.file, start: span.end, end: span.end), with: behind),
    ]
  }

  /// From the first edit to the last.
  public var span: SourceSpan {
    SourceSpan(file: edits[0].span.file, start: edits[0].span.start, end: edits[edits.count - 1].span.end)
  }
}

extension Diagnostic {
  public typealias FixIt = Diagnostics.FixIt
}
