import Diagnostics

/// The lexer's messages.
extension Diagnostic {
  static func invalidUTF8(at span: SourceSpan) -> Diagnostic {
    .error("invalid-utf8", "the file is not valid UTF-8 from here on", at: span)
  }
  static func unexpectedCharacters(_ text: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "unexpected-character", "no word or sign of the language begins like this", at: span,
      fixIts: text == "!" ? [FixIt("write 'not'", replacing: span, with: "not ")] : [])
  }
  static func unterminatedString(at span: SourceSpan) -> Diagnostic {
    .error("unterminated-string", "the text has no closing quote on its line", at: span)
  }
  static func unknownEscape(at span: SourceSpan) -> Diagnostic {
    .error("unknown-escape", #"a text knows the escapes \" and \\ only"#, at: span)
  }
  static func badNumber(_ text: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-number", "'\(text)' is not a number of at most 64 bits", at: span)
  }
  static func unknownUnit(_ unit: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-unit", "'\(unit)' is not a unit of time; the units are ns, us, ms, s, min, h", at: span,
      fixIts: unitByOtherName[unit.lowercased()].map { [FixIt("write '\($0)'", replacing: span, with: $0)] } ?? [])
  }
  private static let unitByOtherName = [
    "nsec": "ns", "nanosecond": "ns", "nanoseconds": "ns", "usec": "us", "microsecond": "us", "microseconds": "us",
    "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "mins": "min", "minute": "min", "minutes": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
  ]
  static func badAddress(_ text: String, _ kind: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-address", "'\(text)' is not an \(kind) address", at: span)
  }
  static func unterminatedComment(at span: SourceSpan) -> Diagnostic {
    .error("unterminated-comment", "the comment is not closed by '*/'", at: span)
  }
}
