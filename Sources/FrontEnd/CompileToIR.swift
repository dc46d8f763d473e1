import Diagnostics
import IR

/// Parses, checks and lowers a source; the result is well-formed (`Program.verify`). A program that compiles may be
/// given warnings.
///
/// - Parameters:
///   - settings: values for the nf's parameters, by name, written as in the source (`--set NAME=VALUE`); of a chain's
///     members by `Member.name`.
///   - imports: gives the sources that the program imports, by path; the standard library needs none.
/// - Returns: nil when an error was reported.
public func compileToIR(
  _ source: SourceFile, settings: [String: String] = [:], imports: SourceProvider = { _ in nil },
  reportingTo log: inout DiagnosticLog
) -> Program? {
  let module = Module(source, provider: imports, reportingTo: &log)
  guard let program = module.lowered(settings: settings, reportingTo: &log) else { return nil }
  let place = module.main.file.chain?.name.span ?? module.main.function?.name.span ?? source.span(0..<0)
  guard PathNumbering(program).count <= PathNumbering.mostPaths else {
    log.report(.tooManyPaths(atMost: PathNumbering.mostPaths, at: place))
    return nil
  }
  if let span = program.insertionBeyondRoom {
    log.report(.tooManyBytes(atMost: Program.mostInsertedBytes, at: span))
    return nil
  }
  let broken = program.verify()
  for rule in broken { log.report(.notWellFormed(rule.description, at: rule.span ?? place)) }
  if broken.isEmpty { for warning in module.main.warnings + program.warnings { log.report(warning) } }
  return broken.isEmpty ? program : nil
}
