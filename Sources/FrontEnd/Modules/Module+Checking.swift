import Diagnostics
import IR

extension Module {
  /// Checks an nf of one of the trees; nil when it, or any source, has errors.
  ///
  /// - Parameters:
  ///   - prefix: what is written before the nf's parameters in `--set`.
  ///   - portOrder: the ports as a chain orders them; nil for the nf's own order.
  func checked(
    _ function: NetworkFunctionSyntax, of tree: SyntaxTree, settings: [String: String], prefix: String = "",
    portOrder: [String]? = nil, reportingTo log: inout DiagnosticLog
  ) -> CheckedProgram? {
    let shared = imported(by: tree.source.path).flatMap(\.file.shared) + tree.file.shared
    var checker = Checker(
      tree, function, shared: shared, settings: settings, settingPrefix: prefix, portOrder: portOrder)
    let program = checker.check()
    checker.settingSources.forEach { log.register($0) }
    // After syntax errors, names may be missing because their declarations are: those messages would only mislead.
    for diagnostic in hasErrors ? tree.safe(checker.diagnostics) : checker.diagnostics
    where !isIncomplete || !diagnostic.identifier.hasPrefix("unknown-") {
      log.report(diagnostic)
    }
    return hasErrors || checker.diagnostics.contains { $0.severity == .error } ? nil : program
  }

  /// The program that the main source is: its chain, or its last nf.
  func lowered(settings: [String: String], reportingTo log: inout DiagnosticLog) -> Program? {
    if let chain = main.file.chain { return lowered(chain, settings: settings, reportingTo: &log) }
    guard let function = main.function else {
      if !main.hasErrors, let first = main.tokens.first {
        log.report(.missingFunction(at: main.source.span(first.range)))
      }
      return nil
    }
    checkNames(reportingTo: &log)
    return checked(function, of: main, settings: settings, reportingTo: &log)?
      .lowered(settings: settings, reportingTo: &log)
  }

  /// Nfs of one file have names of their own.
  func checkNames(reportingTo log: inout DiagnosticLog) {
    var seen: [String: SourceSpan] = [:]
    for function in main.file.functions {
      if let first = seen[function.name.text] {
        log.report(.duplicateName(function.name.text, first: first, at: function.name.span))
      }
      seen[function.name.text] = function.name.span
    }
  }
}
