import FrontEnd

/// `cora check --explain`: what a message's identifier stands for.
public enum MessageExplanation {
  /// - Throws: `DriverError` of a misuse when there is no such identifier.
  public static func text(of identifier: String) throws(DriverError) -> String {
    if let entry = DiagnosticCatalogue.entry(for: identifier) { return entry.description }
    let meant = DiagnosticCatalogue.nearest(to: identifier).map { "; did you mean '\($0)'?" } ?? ""
    throw DriverError.misuse("no message has the identifier '\(identifier)'\(meant)")
  }
}
