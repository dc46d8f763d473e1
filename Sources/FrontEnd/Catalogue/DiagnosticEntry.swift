import Diagnostics

/// What stands behind the identifier of a message: its entry in `docs/diagnostics.md`, and what `cora check --explain`
/// prints.
public struct DiagnosticEntry: Hashable, Sendable {
  public let identifier: String
  public let severity: Diagnostic.Severity
  /// One sentence or two on what is wrong, and what to do where that is not plain.
  public let meaning: String
  /// Lines that give the message: of the case with the identifier's name in `Tests/FrontEndTests/Cases`, or a command.
  public let example: String

  init(_ identifier: String, _ meaning: String, _ example: String) {
    self.init(.error, identifier, meaning, example)
  }

  private init(_ severity: Diagnostic.Severity, _ identifier: String, _ meaning: String, _ example: String) {
    self.identifier = identifier
    self.severity = severity
    self.meaning = meaning
    self.example = example
  }

  /// An entry of a message that does not hinder compilation.
  static func warns(_ identifier: String, _ meaning: String, _ example: String) -> DiagnosticEntry {
    DiagnosticEntry(.warning, identifier, meaning, example)
  }
}

extension DiagnosticEntry: CustomStringConvertible {
  /// For a terminal.
  public var description: String {
    let lines = example.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }
    return "\(identifier) (\(severity.rawValue))\n\(meaning)\n\n" + lines.joined()
  }
}
