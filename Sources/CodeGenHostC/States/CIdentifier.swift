/// A source name as a C identifier: other characters become `_`, and a word that C or the generated file uses gets one
/// at its end.
func cIdentifier(_ name: String) -> String {
  let letters = name.unicodeScalars.map { scalar in
    let isPlain =
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    return isPlain ? Character(scalar) : "_"
  }
  let word = String(letters)
  let startsWithDigit = word.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? true
  return (startsWithDigit ? "_" : "") + (reserved.contains(word) ? word + "_" : word)
}

/// A C string literal of `text`.
func cString(_ text: String) -> String {
  let escaped = text.utf8.map { byte -> String in
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20..<0x7f where byte != UInt8(ascii: "?"): String(UnicodeScalar(byte))
    default: "\\" + octal(byte)
    }
  }
  return "\"" + escaped.joined() + "\""
}

private func octal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 8)
  return String(repeating: "0", count: 3 - digits.count) + digits
}

/// Keywords of C, the macros that GNU C defines in lower case, and the fields of `struct cora_nf` and of records.
private let reserved: Set<String> = [
  "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
  "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static",
  "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof", "linux", "unix",
  "i386", "runtime", "clock", "parameters", "paths", "drops", "head", "cora", "NULL", "EOF",
]
