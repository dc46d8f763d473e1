import Diagnostics
import FrontEnd

/// Sources in their canonical form: `cora fmt`.
public struct Formatting: Sendable {
  /// The file, or `-` for standard input.
  public let path: String
  public let text: String
  /// True when the source was not in that form.
  public let changes: Bool

  /// Reads and formats a source.
  ///
  /// - Throws: `DriverError` when it cannot be read; with the rendered diagnostics where it has syntax errors.
  public init(path: String, colour: Bool = false) throws(DriverError) {
    let source = try ProgramSource.read(path)
    var log = DiagnosticLog()
    guard let text = source.formatted(reportingTo: &log) else {
      throw DriverError(diagnostics: log.rendered(colour: colour))
    }
    self.path = path
    self.text = text
    changes = text != source.text
  }

  /// Writes the formatted text where the source came from, unless it stands there already.
  public func save() throws(DriverError) {
    if changes { try SourceRewrite.replace(path, with: text) }
  }
}
