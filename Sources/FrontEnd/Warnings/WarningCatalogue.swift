import Diagnostics

/// What compiles and is probably not meant. A warning never keeps a program from being compiled.
extension Diagnostic {
  static func neverUsed(_ kind: String, _ name: Name) -> Diagnostic {
    .warning("never-used", "the \(kind) '\(name.text)' is never used", at: name.span)
  }
  static func neverExpires(_ state: String, at span: SourceSpan) -> Diagnostic {
    .warning(
      "never-expires",
      "records of '\(state)' never expire: once it is full it stays so; say 'expire idle …' or 'full evict oldest'",
      at: span)
  }
  static func poolSmallerThanMap(
    _ pool: String, elements: Int, map: String, capacity: Int, at span: SourceSpan, declared: SourceSpan?
  ) -> Diagnostic {
    .warning(
      "pool-smaller-than-map",
      "'\(pool)' has \(elements) elements: of the \(capacity) records of '\(map)' the others are never made",
      at: span, notes: notes(declared, "'\(map)' is declared here"))
  }
  static func dropWithoutReason(at span: SourceSpan) -> Diagnostic {
    .warning("drop-without-reason", "say why, as in 'drop \"not translated\"': each reason is a counter", at: span)
  }
  static func lostElement(of pool: String, at span: SourceSpan, lost: SourceSpan?) -> Diagnostic {
    .warning(
      "lost-element",
      "an element of '\(pool)' may be taken and never come back: on some way no record is made that holds it",
      at: span, notes: notes(lost, "it is lost here"))
  }
  static func noFragmentsPolicy(at span: SourceSpan) -> Diagnostic {
    .warning(
      "no-fragments-policy",
      "fragments but the first have no transport header and go to 'otherwise': say what becomes of them, as in "
        + "'fragments drop \"fragment\"', 'fragments pass' or 'fragments follow first { … }'", at: span)
  }
  static func breaksAffinity(_ state: String, field: String, source: String, at span: SourceSpan) -> Diagnostic {
    .warning(
      "breaks-affinity",
      "'\(field)' of '\(state)' is made of \(source): packets of one flow use different records, on one core only",
      at: span)
  }
}
