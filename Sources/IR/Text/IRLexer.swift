import Diagnostics

/// Cuts a text into tokens. White space and `//` comments separate them and mean nothing else.
struct IRLexer {
  private let bytes: [UInt8]
  private let file: String
  private var offset = 0
  private var line = 1
  private var lineStart = 0

  static func tokens(of text: String, file: String) throws(IRTextError) -> [IRToken] {
    var lexer = IRLexer(text, file: file)
    var tokens: [IRToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    let end = lexer.position
    tokens.append(IRToken(kind: .end, text: "", start: end, end: end))
    return tokens
  }

  private init(_ text: String, file: String) {
    bytes = Array(text.utf8)
    self.file = file
  }

  private var position: SourcePosition { SourcePosition(line: line, column: offset - lineStart + 1) }

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func next() throws(IRTextError) -> IRToken? {
    skipSpace()
    guard let byte else { return nil }
    if IRText.isWordStart(byte) { return word() }
    if IRText.isDigit(byte) { return try integer() }
    if byte == UInt8(ascii: "\"") { return try string() }
    return try symbol()
  }

  private mutating func skipSpace() {
    while let byte {
      if byte == UInt8(ascii: "\n") {
        offset += 1
        line += 1
        lineStart = offset
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        offset += 1
      } else if bytes[offset...].starts(with: "//".utf8) {
        while let byte = self.byte, byte != UInt8(ascii: "\n") { offset += 1 }
      } else {
        return
      }
    }
  }

  private mutating func word() -> IRToken {
    let start = position
    let first = offset
    while let byte, IRText.isWordByte(byte) { offset += 1 }
    return token(.word, from: first, start)
  }

  private mutating func integer() throws(IRTextError) -> IRToken {
    let start = position
    let first = offset
    while let byte, IRText.isWordByte(byte) { offset += 1 }
    let digits = String(decoding: bytes[first..<offset], as: UTF8.self)
    guard let number = UInt64(digits) else {
      throw error("'\(digits)' is not a number below 2^64", from: start)
    }
    return token(.integer(number), from: first, start)
  }

  private mutating func symbol() throws(IRTextError) -> IRToken {
    let start = position
    let first = offset
    for symbol in ["->", "..."] where bytes[offset...].starts(with: symbol.utf8) {
      offset += symbol.utf8.count
      return token(.symbol, from: first, start)
    }
    offset += 1
    guard "()[],:=.#@-".utf8.contains(bytes[first]) else {
      throw error("unexpected character", from: start)
    }
    return token(.symbol, from: first, start)
  }

  private func token(_ kind: IRToken.Kind, from first: Int, _ start: SourcePosition) -> IRToken {
    IRToken(kind: kind, text: String(decoding: bytes[first..<offset], as: UTF8.self), start: start, end: position)
  }

  private func error(_ message: String, from start: SourcePosition) -> IRTextError {
    IRTextError(message, at: SourceSpan(file: file, start: start, end: position))
  }
}

extension IRLexer {
  private mutating func string() throws(IRTextError) -> IRToken {
    let start = position
    var content: [UInt8] = []
    offset += 1
    while let byte, byte != UInt8(ascii: "\"") {
      guard byte != UInt8(ascii: "\n") else { break }
      offset += 1
      if byte == UInt8(ascii: "\\") { content += try escape(from: start) } else { content.append(byte) }
    }
    guard byte != nil, byte == UInt8(ascii: "\"") else { throw error("the string does not end", from: start) }
    offset += 1
    let text = String(decoding: content, as: UTF8.self)
    return IRToken(kind: .string, text: text, start: start, end: position)
  }

  /// What follows a backslash: `"`, `\`, `n`, `t` or `u{hex}`.
  private mutating func escape(from start: SourcePosition) throws(IRTextError) -> [UInt8] {
    guard let byte else { throw error("the string does not end", from: start) }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [byte]
    case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
    case UInt8(ascii: "t"): return [UInt8(ascii: "\t")]
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw error("unknown escape", from: start)
    }
  }

  private mutating func unicodeEscape(from start: SourcePosition) throws(IRTextError) -> [UInt8] {
    let rest = bytes[offset...]
    guard rest.first == UInt8(ascii: "{"), let close = rest.prefix(10).firstIndex(of: UInt8(ascii: "}")) else {
      throw error("unknown escape", from: start)
    }
    let digits = String(decoding: bytes[offset + 1..<close], as: UTF8.self)
    guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
      throw error("unknown escape", from: start)
    }
    offset = close + 1
    return Array(String(Character(scalar)).utf8)
  }
}
