/// How names and strings are written in the text form.
enum IRText {
  /// True for `[A-Za-z_][A-Za-z0-9_]*`.
  static func isWord(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, isWordStart(first) else { return false }
    return name.utf8.allSatisfy(isWordByte)
  }

  static func isWordStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  static func isWordByte(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// A declaration's name: a word as it is, anything else in quotes.
  static func name(_ name: String) -> String { isWord(name) ? name : quoted(name) }

  /// A field's name or a label: words with dots between as they are, anything else in quotes.
  static func dotted(_ name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy(isWord) ? name : quoted(name)
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars { result += escaped(scalar) }
    return result + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7f: "\\u{\(String(scalar.value, radix: 16))}"
    default: String(Character(scalar))
    }
  }
}
