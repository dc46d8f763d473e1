/// A word of the source, with the comments and blanks before it.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Every word, keywords included: what a word means depends on where it stands.
    case word(String)
    case integer(UInt64)
    /// Nanoseconds.
    case duration(UInt64)
    case ipv4(UInt32)
    case ipv6(IPv6Words)
    case mac(UInt64)
    /// The text between the quotes, escapes replaced.
    case string(String)
    case symbol(Symbol)
    /// A literal that was already reported.
    case malformed
    case endOfFile
  }

  var kind: Kind
  /// Bytes of the source.
  var range: Range<Int>
  /// Offset of the blanks and comments that precede it; they end where the token begins.
  var triviaStart: Int
  /// True for the first token of a line.
  var startsLine: Bool

  var word: String? { if case .word(let text) = kind { text } else { nil } }
}

enum Symbol: String, Hashable, Sendable, CaseIterable {
  case leftBrace = "{", rightBrace = "}", leftParen = "(", rightParen = ")", leftBracket = "[", rightBracket = "]"
  case comma = ",", colon = ":", semicolon = ";", dot = ".", range = "...", openRange = "..<", arrow = "->", fatArrow = "=>"
  case assign = "=", addAssign = "+="
  case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">", greaterEqual = ">="
  case plus = "+", minus = "-", star = "*", slash = "/", percent = "%"
  case wrappingPlus = "&+", wrappingMinus = "&-", wrappingStar = "&*"
  case saturatingPlus = "+|", saturatingMinus = "-|"
  case ampersand = "&", pipe = "|", caret = "^", shiftLeft = "<<", shiftRight = ">>"

  /// Longest first, so that the lexer takes the longest match.
  static let byLength = allCases.sorted {
    ($1.rawValue.utf8.count, $0.rawValue) < ($0.rawValue.utf8.count, $1.rawValue)
  }
  .map { ($0, Array($0.rawValue.utf8)) }
}

/// The halves of an IPv6 address, as the IR stores it.
struct IPv6Words: Hashable, Sendable {
  var high: UInt64
  var low: UInt64
}
