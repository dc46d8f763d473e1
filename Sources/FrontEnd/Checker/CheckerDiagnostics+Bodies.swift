import Diagnostics

/// The checker's messages about expressions.
extension Diagnostic {
  static func typeMismatch(_ found: Type, wanted: Type, at span: SourceSpan) -> Diagnostic {
    .error("type-mismatch", "this is \(found.withArticle), not \(wanted.withArticle)", at: span)
  }
  static func narrowing(_ found: Type, to wanted: Type, at span: SourceSpan) -> Diagnostic {
    let conversion = wanted.shown
    let exists = ["u8", "u16", "u32", "u64"].contains(conversion)
    return .error(
      "narrowing", "a \(found.shown) may not fit into a \(wanted.shown); say \(wanted.shown)(…) to keep the low bits",
      at: span,
      fixIts: exists ? [FixIt("write '\(conversion)(…)'", around: span, before: conversion + "(", behind: ")")] : [])
  }
  static func literalTooLarge(_ value: UInt64, _ type: Type, at span: SourceSpan) -> Diagnostic {
    .error("literal-too-large", "\(value) does not fit into a \(type.shown)", at: span)
  }
  static func differentTypes(_ left: Type, _ right: Type, at span: SourceSpan) -> Diagnostic {
    .error("different-types", "the two sides are \(left.withArticle) and \(right.withArticle)", at: span)
  }
  static func badOperand(_ operation: String, _ type: Type, at span: SourceSpan) -> Diagnostic {
    .error("bad-operand", "'\(operation)' does not work on \(type.withArticle)", at: span)
  }
  static func mayOverflow(_ operation: String, wrapping: String, saturating: String?, at span: SourceSpan) -> Diagnostic
  {
    let choices = ["'\(wrapping)' to wrap around"] + (saturating.map { ["'\($0)' to stop at the bound"] } ?? [])
    return .error(
      "may-overflow",
      "the result of '\(operation)' may need more than there is; say \(choices.joined(separator: " or "))",
      at: span)
  }
  static func constantOverflow(at span: SourceSpan) -> Diagnostic {
    .error("constant-overflow", "the value does not fit into 64 bits", at: span)
  }
  static func notAValue(_ what: String, at span: SourceSpan) -> Diagnostic {
    .error("not-a-value", "\(what) is not a value", at: span)
  }
  static func notCallable(at span: SourceSpan) -> Diagnostic {
    .error("not-callable", "this cannot be called", at: span)
  }
  static func notIndexable(at span: SourceSpan) -> Diagnostic {
    .error("not-indexable", "only states have elements", at: span)
  }
  static func wrongArgumentCount(_ what: String, wanted: String, found: Int, at span: SourceSpan) -> Diagnostic {
    .error("wrong-argument-count", "\(what) takes \(wanted), not \(found)", at: span)
  }
  /// - Parameter isLabel: True when the place is that of the label itself.
  static func wrongLabel(_ found: String, wanted: String, isLabel: Bool = true, at span: SourceSpan) -> Diagnostic {
    .error(
      "wrong-label", "the label here is '\(wanted)', not '\(found)'", at: span,
      fixIts: isLabel ? [FixIt("write '\(wanted)'", replacing: span, with: wanted)] : [])
  }
  static func unknownOperation(_ name: String, of owner: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-operation", "\(owner) has no operation '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func needsIPv4(at span: SourceSpan) -> Diagnostic {
    .error("needs-ipv4", "a FiveTuple4 holds IPv4 addresses; FiveTuple serves both versions", at: span)
  }
  static func notAlternative(_ kind: String, of name: String, at span: SourceSpan) -> Diagnostic {
    .error("not-alternative", "the pattern of '\(name)' has no '\(kind)'", at: span)
  }
}

/// About statements.
extension Diagnostic {
  static func needsElse(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("needs-else", "\(why); say what happens then: 'else …'", at: span)
  }
  static func needsStatement(_ why: String, how: String, at span: SourceSpan) -> Diagnostic {
    .error("needs-else", "\(why); \(how)", at: span)
  }
  /// - Parameter value: What cannot fail; its `else` follows.
  static func needlessElse(at span: SourceSpan, after value: SourceSpan) -> Diagnostic {
    let behind = SourceSpan(file: span.file, start: value.end, end: span.end)
    return .error(
      "needless-else", "this cannot fail: its 'else' is never taken", at: span,
      fixIts: [FixIt("leave the 'else' out", replacing: behind, with: "")])
  }
  static func elseFallsThrough(at span: SourceSpan) -> Diagnostic {
    .error("else-falls-through", "the 'else' must end in a verdict or give a value by 'use'", at: span)
  }
  static func misplacedUse(at span: SourceSpan) -> Diagnostic {
    .error("misplaced-use", "'use' gives the value of a 'let … else { … }'; there is none around it", at: span)
  }
  static func missingVerdict(at span: SourceSpan) -> Diagnostic {
    .error(
      "missing-verdict", "a packet that comes to this brace has no verdict: forward, drop, reply or to control plane",
      at: span)
  }
  static func unreachable(at span: SourceSpan) -> Diagnostic {
    .error("unreachable", "no packet comes here: the statement before it decides", at: span)
  }
  static func noEffect(at span: SourceSpan) -> Diagnostic {
    .error("no-effect", "this has no effect", at: span)
  }
  static func notAssignable(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("not-assignable", why, at: span)
  }
  static func notAnEntry(at span: SourceSpan) -> Diagnostic {
    .error("not-an-entry", "only an entry that 'let … = map[key] else' found can be removed", at: span)
  }
  static func usedAfterRemove(_ name: String, ended: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "used-after-remove", "the entry '\(name)' may be gone here", at: span,
      notes: notes(ended, "its map's records change here"))
  }
  static func notInsertable(_ name: Name, declared: SourceSpan?) -> Diagnostic {
    .error(
      "not-insertable", "'\(name.text)' is not a map that programs insert into", at: name.span,
      notes: notes(declared, "it is declared here"))
  }
  static func companionFirst(_ name: Name, primary: String, declared: SourceSpan) -> Diagnostic {
    .error(
      "companion-first",
      "'\(name.text)' holds second keys of the records of '\(primary)': insert into '\(primary)' first, 'with' this",
      at: name.span, notes: notes(declared, "'\(name.text)' is declared here"))
  }
  static func notACompanion(_ name: Name, of primary: String) -> Diagnostic {
    .error("not-a-companion", "'\(name.text)' does not live with '\(primary)'", at: name.span)
  }
  static func missingCompanion(_ companion: String, declared: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "missing-companion", "the record needs its key in '\(companion)' too: 'with \(companion)[…] = …'", at: span,
      notes: notes(declared, "'\(companion)' is declared here"))
  }
  static func missingFull(_ state: String, declared: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "missing-full", "'\(state)' may be full; say what happens then: 'else …' here or 'full …' in the declaration",
      at: span,
      notes: notes(declared, "'\(state)' is declared here"))
  }
  static func addressWithoutTransport(at span: SourceSpan) -> Diagnostic {
    .error(
      "address-without-transport",
      "an address is part of the transport's checksum: the pattern must name that header, as in 'l4: tcp | udp'",
      at: span)
  }
  static func twoPortsNeeded(at span: SourceSpan) -> Diagnostic {
    .error("two-ports-needed", "'forward other' needs an nf of two ports", at: span)
  }
  static func duplicateCase(_ value: String, at span: SourceSpan) -> Diagnostic {
    .error("duplicate-case", "\(value) has a case already", at: span)
  }
}

extension Type {
  /// `a u16`, `an ipv4`.
  var withArticle: String {
    if self == .literal { return "a plain number" }
    return ("aeiou".contains(shown.first ?? "x") && !shown.hasPrefix("u") ? "an " : "a ") + shown
  }
}
