import Diagnostics

/// Cuts a source into tokens. Every byte of the source belongs to a token or to the trivia before one.
struct Lexer {
  let source: SourceFile
  let bytes: [UInt8]
  var offset = 0
  var diagnostics: [Diagnostic] = []

  init(_ source: SourceFile) {
    self.source = source
    self.bytes = source.bytes
  }

  /// The tokens, the last of which is `endOfFile`.
  static func tokens(of source: SourceFile, reportingTo log: inout DiagnosticLog) -> [Token] {
    var lexer = Lexer(source)
    if let invalid = source.firstInvalidByte { lexer.report(Diagnostic.invalidUTF8, invalid..<(invalid + 1)) }
    var tokens: [Token] = []
    while true {
      let token = lexer.next()
      tokens.append(token)
      if token.kind == .endOfFile { break }
    }
    lexer.diagnostics.forEach { log.report($0) }
    return tokens
  }

  private mutating func next() -> Token {
    let triviaStart = offset
    let startsLine = skipTrivia() || triviaStart == 0
    let start = offset
    let kind = scan()
    return Token(kind: kind, range: start..<offset, triviaStart: triviaStart, startsLine: startsLine)
  }

  private mutating func scan() -> Token.Kind {
    guard let byte = peek() else { return .endOfFile }
    if byte == UInt8(ascii: "\"") { return scanString() }
    if let address = scanColonAddress() { return address }
    if byte.isDigit { return scanNumber() }
    if byte.startsWord { return scanWord() }
    return scanSymbol()
  }

  private mutating func scanWord() -> Token.Kind {
    let start = offset
    while let byte = peek(), byte.continuesWord { offset += 1 }
    return .word(text(start..<offset))
  }

  private mutating func scanSymbol() -> Token.Kind {
    for (symbol, spelling) in Symbol.byLength where bytes[offset...].starts(with: spelling) {
      offset += spelling.count
      return .symbol(symbol)
    }
    let start = offset
    while let byte = peek(), !byte.isBlank, !byte.startsToken { offset += 1 }
    if offset == start { offset += 1 }
    let shown = text(start..<offset)
    report({ .unexpectedCharacters(shown, at: $0) }, start..<offset)
    return .malformed
  }

  /// Skips blanks and comments; true when a line ended among them.
  private mutating func skipTrivia() -> Bool {
    var sawLine = false
    while let byte = peek() {
      if byte.isBlank {
        sawLine = sawLine || byte == UInt8(ascii: "\n")
        offset += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let next = peek(), next != UInt8(ascii: "\n") { offset += 1 }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        sawLine = skipBlockComment() || sawLine
      } else {
        break
      }
    }
    return sawLine
  }

  private mutating func skipBlockComment() -> Bool {
    let start = offset
    var sawLine = false
    offset += 2
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        offset += 2
        return sawLine
      }
      sawLine = sawLine || byte == UInt8(ascii: "\n")
      offset += 1
    }
    report(Diagnostic.unterminatedComment, start..<min(start + 2, bytes.count))
    return sawLine
  }

  func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func report(_ make: (SourceSpan) -> Diagnostic, _ range: Range<Int>) {
    diagnostics.append(make(source.span(range)))
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
  }
  var startsWord: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
      || self == UInt8(ascii: "_")
  }
  var continuesWord: Bool { startsWord || isDigit }
  var isBlank: Bool { self == 32 || (9...13).contains(self) }
  /// True when a token can begin with it: where a run of unknown characters ends.
  var startsToken: Bool {
    continuesWord || self == UInt8(ascii: "\"") || Symbol.byLength.contains { $0.1[0] == self }
  }
}
