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
