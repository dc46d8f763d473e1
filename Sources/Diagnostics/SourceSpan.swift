/// A place in a source text: one-based line and column, counted in UTF-8 bytes.
public struct SourcePosition: Hashable, Comparable, Codable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A half-open range of one file: `end` is the first position after the text.
public struct SourceSpan: Hashable, Codable, Sendable {
  public var file: String
  public var start: SourcePosition
  public var end: SourcePosition

  public init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }
}

extension SourceSpan: CustomStringConvertible {
  /// `file:line:column`, the form that editors jump to.
  public var description: String { "\(file):\(start.line):\(start.column)" }
}
