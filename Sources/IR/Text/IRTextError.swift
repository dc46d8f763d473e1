import Diagnostics

/// Why a text is not a program, and where.
public struct IRTextError: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  /// The token it was found at.
  public var span: SourceSpan

  public init(_ message: String, at span: SourceSpan) {
    self.message = message
    self.span = span
  }

  /// `file:line:column: error: message`.
  public var description: String { "\(span): error: \(message)" }
}
