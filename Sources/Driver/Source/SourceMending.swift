import Diagnostics
import FrontEnd

/// `cora check --fix`: a source whose mistakes are mended where the compiler knows how.
public struct SourceMending: Sendable {
  /// What was done, a line for each; empty when nothing was.
  public let report: String

  /// Applies the fix-its of a file, those that do not overlap at a time, and writes the file where there are any.
  ///
  /// - Throws: `DriverError` when the file cannot be read or written; it is then as it was.
  public init(path: String, settings: [String: String] = [:]) throws(DriverError) {
    guard path != "-" else { throw DriverError.misuse("--fix needs a file, not standard input") }
    let file = try ProgramSource.read(path)
    let mended = file.mended { source in
      var log = DiagnosticLog()
      _ = ProgramSource.compile(source, settings: settings, reportingTo: &log)
      return log.diagnostics
    }
    if !mended.fixes.isEmpty { try SourceRewrite.replace(path, with: mended.source.text) }
    report = mended.fixes.map(Self.line).joined()
  }

  /// `nat.nf:14:16: fixed: 'bindngs' is 'bindings' now [unknown-name]`
  private static func line(_ fix: FixedSource.Fix) -> String {
    let place = fix.fixIt.span
    return "\(place): fixed: \(change(from: shown(fix.before), to: shown(fix.after))) [\(fix.diagnostic.identifier)]\n"
  }

  private static func change(from before: String, to after: String) -> String {
    if before.isEmpty { return "'\(after)' is inserted" }
    return after.isEmpty ? "'\(before)' is removed" : "'\(before)' is '\(after)' now"
  }

  /// At most one line of at most 60 characters.
  private static func shown(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(59) + "…" : words
  }
}
