import Diagnostics

/// The checker's messages about functions, loops, choices and enums.
extension Diagnostic {
  static func emptyEnum(_ name: Name) -> Diagnostic {
    .error("empty-enum", "'\(name.text)' has no cases", at: name.span)
  }
  static func unknownCase(_ name: String, of type: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-case", "'\(type)' has no case '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func notExhaustive(_ missing: [String], of type: String, at span: SourceSpan) -> Diagnostic {
    let shown = missing.prefix(5).map { "\(type).\($0)" }.joined(separator: ", ")
    return .error("not-exhaustive", "no case for \(shown); add it, or 'otherwise => …'", at: span)
  }
  static func noValue(at span: SourceSpan) -> Diagnostic {
    .error("no-value", "each way through this must end in a value, or decide", at: span)
  }
  static func missingReturn(_ name: String, at span: SourceSpan) -> Diagnostic {
    .error("missing-return", "a way through '\(name)' ends here without 'return'", at: span)
  }
  static func returnMismatch(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-return", why, at: span)
  }
  static func outsideFunction(at span: SourceSpan) -> Diagnostic {
    .error("misplaced-return", "'return' stands in functions only; a handler ends in a verdict", at: span)
  }
  static func outsideLoop(_ word: String, at span: SourceSpan) -> Diagnostic {
    .error("outside-loop", "there is no 'for' around this '\(word)'", at: span)
  }
  static func tooManyTurns(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error("too-many-turns", "loops are unrolled: \(limit) turns at most, of nested ones in product", at: span)
  }
  static func bodyTooLarge(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error(
      "body-too-large", "with its functions inlined and loops unrolled the body has more than \(limit) statements",
      at: span)
  }
  static func recursiveFunction(_ cycle: some Sequence<String>, at span: SourceSpan) -> Diagnostic {
    .error(
      "recursive-function", "functions are inlined and cannot call themselves: \(cycle.joined(separator: " -> "))",
      at: span)
  }
  static func impureFunction(_ name: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "impure-function", "'\(name)' gives a value, so it only computes and looks up: it changes nothing and decides nothing",
      at: span)
  }
  static func badMachine(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-machine", why, at: span)
  }
  static func notAMachine(at span: SourceSpan) -> Diagnostic {
    .error(
      "not-a-machine", "'advance' moves a machine in an entry of a map, as in 'advance session.life(tcp)'", at: span)
  }
  static func effectInCondition(at span: SourceSpan) -> Diagnostic {
    .error("impure-function", "the condition of a handler changes nothing and decides nothing", at: span)
  }
  static func wrongHeader(_ found: String, wanted: [String], at span: SourceSpan) -> Diagnostic {
    .error("wrong-header", "this is \(found) here; wanted is \(wanted.joined(separator: " or "))", at: span)
  }
  static func headerWanted(_ name: String, at span: SourceSpan) -> Diagnostic {
    .error("wrong-header", "'\(name)' is a header: give it a name of the handler's pattern", at: span)
  }
}
