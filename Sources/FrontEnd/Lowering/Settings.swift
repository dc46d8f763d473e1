import Diagnostics
import IR

extension CheckedProgram {
  /// Lowers the program with the parameters' defaults, or with values from `--set NAME=VALUE`.
  ///
  /// Nil, with a message for each mistake, when a setting names no parameter, is no value of its type, or when a
  /// parameter has neither a setting nor a default.
  public func lowered(
    settings: [String: String] = [:], reportingTo log: inout DiagnosticLog
  ) -> Program? {
    guard let values = parameterValues(settings, reportingTo: &log) else { return nil }
    var members = Members()
    members.append(self, values)
    var lowering = Lowering(members)
    return lowering.run(name, in: source.path)
  }

  /// The words of each parameter, from settings or defaults; `prefix` stands before the names in messages.
  func parameterValues(
    _ settings: [String: String], _ prefix: String = "", reportingTo log: inout DiagnosticLog
  ) -> [[UInt64]]? {
    var isComplete = true
    for name in settings.keys.sorted() where !parameters.contains(where: { $0.name.text == name }) {
      Self.reportUnknown(
        prefix + name, settings[name] ?? "", among: parameters.map { prefix + $0.name.text }, reportingTo: &log)
      isComplete = false
    }
    let values = parameters.map { parameter -> [UInt64] in
      if let settled = parameter.settled { return settled }
      let text = settings[parameter.name.text]
      let value = text.map { Self.value($0, of: parameter, prefix: prefix, reportingTo: &log) } ?? parameter.value
      if let value { return value }
      if text == nil { log.report(.parameterNotSet(parameter.name, prefix: prefix)) }
      isComplete = false
      return []
    }
    return isComplete ? values : nil
  }

  static func reportUnknown(
    _ name: String, _ value: String, among known: [String], reportingTo log: inout DiagnosticLog
  ) {
    let source = SourceFile(path: "--set", text: "\(name)=\(value)")
    log.register(source)
    let nearest = nearestName(to: name, among: known)
    log.report(.unknownParameter(name, nearest: nearest, at: source.span(0..<name.utf8.count)))
  }

  /// The words of a setting's value, which is written as in the source.
  static func value(
    _ text: String, of parameter: CheckedParameter, prefix: String = "", reportingTo log: inout DiagnosticLog
  ) -> [UInt64]? {
    let source = SourceFile(path: "--set \(prefix)\(parameter.name.text)", text: text)
    guard let syntax = Parser.parseExpression(source, reportingTo: &log) else { return nil }
    let empty = NetworkFunctionSyntax(name: parameter.name, members: [], span: parameter.name.span, tokens: 0..<0)
    var checker = Checker(SyntaxTree(source: source, tokens: [], file: FileSyntax(), hasErrors: false), empty)
    if case .enumeration(let type) = parameter.type {
      checker.globals[type.name] = Global(kind: .enumeration(type), span: nil)
    }
    let words = checker.constantWords(syntax, parameter.type)
    checker.diagnostics.forEach { log.report($0) }
    return checker.diagnostics.isEmpty ? words : nil
  }
}

extension Diagnostic {
  static func unknownParameter(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-parameter", "the nf has no parameter '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func parameterNotSet(_ name: Name, prefix: String) -> Diagnostic {
    .error("parameter-not-set", "'\(name.text)' has no default: say --set \(prefix)\(name.text)=VALUE", at: name.span)
  }
  static func tooManyPaths(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error("too-many-paths", "packets can take more than \(limit) ways through the nf", at: span)
  }
  /// A mistake of the compiler, said plainly instead of compiling something wrong.
  static func notWellFormed(_ rule: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "not-well-formed", "the compiler made a program that breaks its own rules, please report it: \(rule)", at: span)
  }
}

extension Type {
  /// A constant of the type, as the source would write it.
  func shown(_ words: [UInt64]) -> String {
    let first = words.first ?? 0
    switch self {
    case .ipv4: return AddressText.text(ipv4: UInt32(truncatingIfNeeded: first))
    case .ipv6: return AddressText.text(ipv6: IPv6Words(high: first, low: words.last ?? 0))
    case .mac: return AddressText.text(mac: first)
    case .bool: return first == 0 ? "false" : "true"
    case .duration: return Self.shownDuration(first)
    case .enumeration(let type): return type.name(of: first).map { type.name + "." + $0 } ?? String(first)
    default: return String(first)
    }
  }

  /// In the largest unit that needs no fraction.
  private static func shownDuration(_ nanoseconds: UInt64) -> String {
    for (unit, scale) in [
      ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
    ] as [(String, UInt64)]
    where nanoseconds >= scale && nanoseconds % scale == 0 {
      return "\(nanoseconds / scale)\(unit)"
    }
    return "\(nanoseconds)ns"
  }
}
