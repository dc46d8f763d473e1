import Diagnostics

/// A token of the text form.
struct IRToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case word
    case integer(UInt64)
    /// The text is the unescaped content.
    case string
    case symbol
    case end
  }

  var kind: Kind
  var text: String
  var start: SourcePosition
  var end: SourcePosition

  /// How messages name it.
  var shown: String {
    switch kind {
    case .end: "the end of the text"
    case .string: IRText.quoted(text)
    default: "'\(text)'"
    }
  }
}
