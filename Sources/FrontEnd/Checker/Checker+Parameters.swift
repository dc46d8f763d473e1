import Diagnostics
import IR

/// Parameters that must be known when compiling: capacities, sizes, rates, bounds of loops.
extension Checker {
  /// The value of a parameter that is settled, or has to be here; nil where it may be given when deploying.
  mutating func settledWords(_ index: Int) -> [UInt64]? {
    if let words = parameters[index].settled { return words }
    guard settlesParameters else { return nil }
    for case .parameter(let syntax) in members where syntax.name == parameters[index].name { resolveParameter(syntax) }
    parameters[index].settled = givenValue(of: parameters[index]) ?? parameters[index].value
    if parameters[index].settled == nil, settings[parameters[index].name.text] == nil {
      report(.parameterNotSet(parameters[index].name, prefix: settingPrefix))
    }
    // After a mistake that was reported: a value of the right shape.
    return parameters[index].settled ?? parameters[index].type.words.map { _ in 1 }
  }

  private mutating func givenValue(of parameter: CheckedParameter) -> [UInt64]? {
    guard let text = settings[parameter.name.text] else { return nil }
    var log = DiagnosticLog()
    let words = CheckedProgram.value(text, of: parameter, prefix: settingPrefix, reportingTo: &log)
    for source in log.sources.values { settingSources.append(source) }
    for diagnostic in log.diagnostics { report(diagnostic) }
    return words
  }
}
