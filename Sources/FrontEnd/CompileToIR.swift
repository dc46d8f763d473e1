import Diagnostics
import IR

/// Parses, checks and lowers a source; the result is well-formed (`Program.verify`). A program that compiles may be
/// given warnings.
///
/// - Parameter settings: values for the nf's parameters, by name, written as in the source (`--set NAME=VALUE`).
/// - Returns: nil when an error was reported.
public func compileToIR(
  _ source: SourceFile, settings: [String: String] = [:], reportingTo log: inout DiagnosticLog
) -> Program? {
  let syntax = Parser.parse(source, reportingTo: &log)
  guard let checked = syntax.checked(reportingTo: &log),
    let program = checked.lowered(settings: settings, reportingTo: &log)
  else { return nil }
  let place = syntax.function?.name.span ?? source.span(0..<0)
  guard PathNumbering(program).count <= PathNumbering.mostPaths else {
    log.report(.tooManyPaths(atMost: PathNumbering.mostPaths, at: place))
    return nil
  }
  let broken = program.verify()
  for rule in broken { log.report(.notWellFormed(rule.description, at: rule.span ?? place)) }
  if broken.isEmpty { for warning in syntax.warnings + program.warnings { log.report(warning) } }
  return broken.isEmpty ? program : nil
}
