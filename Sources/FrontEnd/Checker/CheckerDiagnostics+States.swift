import Diagnostics

/// The checker's messages about what programs do with their states.
extension Diagnostic {
  static func missingValue(_ map: Name, at span: SourceSpan) -> Diagnostic {
    .error("missing-value", "'\(map.text)' holds values: say 'insert \(map.text)[…] = …'", at: span)
  }
  static func needlessValue(_ set: Name, at span: SourceSpan) -> Diagnostic {
    .error("needless-value", "'\(set.text)' is a set, which holds keys only: say 'insert \(set.text)[…]'", at: span)
  }
}

/// About particular kinds of state.
extension Diagnostic {
  static func threeColours(_ meter: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "wrong-meter",
      "'\(meter)' tells three colours: say 'match \(meter)[…].color(…) { green => … yellow => … red => … }'", at: span)
  }
  static func twoColours(_ meter: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "wrong-meter",
      "'\(meter)' has one bucket: say '\(meter)[…].take(…) else …', or give it an 'excess burst' or a 'peak rate'",
      at: span)
  }
  static func excessAndPeak(first: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "excess-and-peak", "a meter has an excess burst (RFC 2697) or a peak rate (RFC 2698), not both", at: span,
      notes: notes(first, "the excess burst is here"))
  }
  static func notAColour(at span: SourceSpan) -> Diagnostic {
    .error("not-a-colour", "a meter's colours are green, yellow and red", at: span)
  }
  static func missingColour(_ colours: [String], at span: SourceSpan) -> Diagnostic {
    .error(
      "missing-colour", "nothing is said about \(colours.joined(separator: " and ")): say it, or 'otherwise => …'",
      at: span)
  }
  static func neverEvicts(_ queue: Name, at span: SourceSpan) -> Diagnostic {
    .error("never-evicts", "the queue '\(queue.text)' keeps its elements until they are due", at: span)
  }
  static func unknownStream(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-stream", "there is no stream '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func noPrefix(_ type: Type, at span: SourceSpan) -> Diagnostic {
    .error(
      "no-prefix", "the last field of an lpm key is an address or an integer, not \(type.withArticle)", at: span)
  }
  static func noRange(_ type: Type, at span: SourceSpan) -> Diagnostic {
    .error("no-range", "a range is of one integer, not of \(type.withArticle)", at: span)
  }
  static func badTimeouts(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-time-outs", why, at: span)
  }
}
