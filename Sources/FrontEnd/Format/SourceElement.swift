/// What a formatted text is made of: a token or a comment, and how the author set it off from what precedes it.
struct SourceElement: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case token(Token.Kind)
    /// `// …` to the end of its line.
    case lineComment
    /// `/* … */`
    case blockComment
  }

  var kind: Kind
  /// As written, without blanks at line ends.
  var text: String
  /// Line ends before it.
  var newlines: Int
  /// Blanks before it on its line.
  var blanks: Int
  /// True for a token that the parser takes for the first of a line.
  var startsLine = false

  var token: Token.Kind? { if case .token(let kind) = kind { kind } else { nil } }
  var symbol: Symbol? { if case .token(.symbol(let symbol)) = kind { symbol } else { nil } }
  var word: String? { if case .token(.word(let word)) = kind { word } else { nil } }
}

extension SourceElement {
  /// The tokens of a tree with the comments between them; the last is the end of the file.
  static func elements(of tree: SyntaxTree) -> [SourceElement] {
    var scanner = TriviaScanner(bytes: tree.source.bytes)
    for token in tree.tokens { scanner.scan(token) }
    return scanner.elements
  }
}

extension SyntaxTree {
  /// Every token and comment, with what the parser makes of its place in its line: what the formatter must not change.
  public var words: [String] {
    SourceElement.elements(of: self).dropLast().map { element in
      let lines = element.text.split(separator: "\n", omittingEmptySubsequences: false)
      return "\(element.kind) \(element.startsLine) \(lines.map(\.withoutBlanksAround))"
    }
  }
}

/// Cuts the trivia before each token into comments and blanks.
private struct TriviaScanner {
  let bytes: [UInt8]
  var elements: [SourceElement] = []
  private var newlines = 0
  private var blanks = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func scan(_ token: Token) {
    var offset = token.triviaStart
    while offset < token.range.lowerBound {
      if bytes[offset].isBlank {
        countBlank(bytes[offset])
        offset += 1
      } else {
        offset = appendComment(offset..<token.range.lowerBound)
      }
    }
    append(.token(token.kind), text(token.range))
    elements[elements.count - 1].startsLine = token.startsLine
  }

  private mutating func countBlank(_ byte: UInt8) {
    if byte == UInt8(ascii: "\n") {
      newlines += 1
      blanks = 0
    } else {
      blanks += 1
    }
  }

  /// Appends the comment at the start of the range and returns where it ends.
  private mutating func appendComment(_ range: Range<Int>) -> Int {
    let isLine = bytes[range.lowerBound + 1] == UInt8(ascii: "/")
    let end = isLine ? lineEnd(range) : blockEnd(range)
    let written = text(range.lowerBound..<end)
    append(isLine ? .lineComment : .blockComment, isLine ? written.withoutTrailingBlanks : written)
    return end
  }

  private func lineEnd(_ range: Range<Int>) -> Int {
    bytes[range].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
  }

  private func blockEnd(_ range: Range<Int>) -> Int {
    var end = range.lowerBound + 2
    while end + 1 < range.upperBound, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") {
      end += 1
    }
    return min(end + 2, range.upperBound)
  }

  private mutating func append(_ kind: SourceElement.Kind, _ text: String) {
    elements.append(SourceElement(kind: kind, text: text, newlines: newlines, blanks: blanks))
    newlines = 0
    blanks = 0
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension StringProtocol {
  fileprivate var withoutBlanksAround: String {
    String(decoding: withoutTrailingBlanks.utf8.drop { $0.isBlank }, as: UTF8.self)
  }

  /// The text up to its last byte that is no blank.
  var withoutTrailingBlanks: String {
    let bytes = Array(utf8)
    let end = bytes.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
