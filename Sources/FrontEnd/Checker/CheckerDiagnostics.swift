import Diagnostics

/// The checker's messages about names and declarations.
extension Diagnostic {
  static func unknownName(_ name: String, nearest: String?, at span: SourceSpan, declared: SourceSpan?) -> Diagnostic {
    .error(
      "unknown-name", "there is no '\(name)' here", at: span,
      notes: notes(declared, nearest.map { "'\($0)' is declared here" }),
      fixIts: didYouMean(nearest, at: span))
  }
  static func unknownType(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-type", "there is no type '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func unknownHeader(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-header", "there is no header '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func unknownPort(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-port", "there is no port '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func unknownField(_ name: String, of owner: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error("unknown-field", "\(owner) has no field '\(name)'", at: span, fixIts: didYouMean(nearest, at: span))
  }
  static func duplicateName(_ name: String, first: SourceSpan?, at span: SourceSpan) -> Diagnostic {
    .error("duplicate-name", "'\(name)' is declared already", at: span, notes: notes(first, "the first one is here"))
  }
  static func recursiveDeclaration(_ name: String, at span: SourceSpan) -> Diagnostic {
    .error("recursive-declaration", "'\(name)' is declared by means of itself", at: span)
  }
  static func notConstant(at span: SourceSpan) -> Diagnostic {
    .error("not-constant", "this must be known before the first packet", at: span)
  }
  static func tooManyWords(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error("too-many-fields", "a struct or tuple holds at most \(limit) integers, nested ones included", at: span)
  }
  static func emptyStruct(_ name: Name) -> Diagnostic {
    .error("empty-struct", "'\(name.text)' has no fields", at: name.span)
  }
  static func tooManyPorts(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error("too-many-ports", "an nf has at most \(limit) ports", at: span)
  }
  static func badWidth(at span: SourceSpan) -> Diagnostic {
    .error("bad-width", "an integer has 1 to 64 bits", at: span)
  }
  static func noPorts(at span: SourceSpan) -> Diagnostic {
    .error("no-ports", "the nf declares no port; say 'port inside, outside'", at: span)
  }
  static func noHandlers(at span: SourceSpan) -> Diagnostic {
    .error("no-handlers", "the nf handles no packets; say 'on packet(…) { … }'", at: span)
  }
  static func missingOtherwise(at span: SourceSpan) -> Diagnostic {
    .error(
      "missing-otherwise", "packets that no handler takes have no verdict; say 'otherwise drop \"…\"' at the end",
      at: span)
  }
  static func secondOtherwise(first: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error("second-otherwise", "an nf has one 'otherwise'", at: span, notes: notes(first, "the first one is here"))
  }
  static func secondFragments(first: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "second-fragments", "an nf says once what becomes of fragments", at: span,
      notes: notes(first, "it is said here"))
  }
  static func sameLayer(_ name: String, first: Name, at span: SourceSpan) -> Diagnostic {
    .error(
      "same-layer", "'\(name)' names a header of the same layer as '\(first.text)'; join the kinds with '|'", at: span,
      notes: notes(first.span, "'\(first.text)' is here"))
  }
  static func impossiblePattern(at span: SourceSpan) -> Diagnostic {
    .error("impossible-pattern", "no packet has these headers together", at: span)
  }

  static func notes(_ span: SourceSpan?, _ message: String?) -> [Note] {
    guard let span, let message else { return [] }
    return [Note(message, at: span)]
  }
}

/// About states.
extension Diagnostic {
  static func missingAttribute(_ attribute: String, of state: Name) -> Diagnostic {
    .error("missing-attribute", "'\(state.text)' needs '\(attribute)'", at: state.span)
  }
  static func misplacedAttribute(_ attribute: Name, kind: String) -> Diagnostic {
    .error("misplaced-attribute", "a \(kind) has no '\(attribute.text)'", at: attribute.span)
  }
  static func duplicateAttribute(_ attribute: Name, first: SourceSpan) -> Diagnostic {
    .error(
      "duplicate-attribute", "'\(attribute.text)' is given twice", at: attribute.span, notes: notes(first, "first here")
    )
  }
  static func outOfRange(_ what: String, _ range: ClosedRange<UInt64>, at span: SourceSpan) -> Diagnostic {
    .error("out-of-range", "\(what) must be \(range.lowerBound) to \(range.upperBound)", at: span)
  }
  static func notPowerOfTwo(_ columns: UInt64, at span: SourceSpan) -> Diagnostic {
    let next = UInt64(1) << UInt64(64 - columns.leadingZeroBitCount)
    return .error(
      "not-power-of-two", "the columns of a sketch must be a power of two", at: span,
      fixIts: [FixIt("\(next) is the next power of two", replacing: span, with: "\(next)")])
  }
  static func notPrime(nearest: Int, at span: SourceSpan) -> Diagnostic {
    .error(
      "not-prime", "the size of a Maglev table must be a prime number", at: span,
      fixIts: [FixIt("\(nearest) is the next prime", replacing: span, with: "\(nearest)")])
  }
  static func emptyRange(at span: SourceSpan) -> Diagnostic {
    .error("empty-range", "the range ends before it begins", at: span)
  }
  static func notAPrimary(_ name: Name, declared: SourceSpan?) -> Diagnostic {
    .error(
      "not-a-primary", "'\(name.text)' is not a map with records of its own", at: name.span,
      notes: notes(declared, "it is declared here"))
  }
  static func badRelease(_ why: String, at span: SourceSpan, declared: SourceSpan?) -> Diagnostic {
    .error("bad-release", why, at: span, notes: notes(declared, "the map is declared here"))
  }
  static func poolLargerThanMap(_ pool: Name, elements: UInt64, map: String, capacity: Int, declared: SourceSpan)
    -> Diagnostic
  {
    .error(
      "pool-larger-than-map",
      "'\(pool.text)' has \(elements) elements, '\(map)' only \(capacity) records: one taken when it is full would be lost",
      at: pool.span, notes: notes(declared, "'\(map)' is declared here"))
  }
  static func badBackends(_ name: Name, declared: SourceSpan?) -> Diagnostic {
    .error(
      "bad-backends", "'\(name.text)' is not a config table of structs", at: name.span,
      notes: notes(declared, "it is declared here"))
  }
  static func unsupportedRecord(_ type: String, at span: SourceSpan) -> Diagnostic {
    .error("unsupported-type", "a value of type '\(type)' cannot stand here", at: span)
  }
}
