import Wire

/// The words of a line, and what single words mean.
enum NotationWords {
  /// Words between white space; a text in quotes is one, with its quotes.
  static func split(_ line: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in line {
      if character == "\"" { isQuoted.toggle() }
      if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// `10ms`, `120s`, `5us`.
  static func nanoseconds(_ text: some StringProtocol) throws -> UInt64 {
    let units: [(String, Double)] = [("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9)]
    for (unit, factor) in units where text.hasSuffix(unit) {
      if let number = Double(text.dropLast(unit.count)) { return UInt64(number * factor) }
    }
    throw NotationError("'\(text)' is no time")
  }

  /// `10.0.0.1:80`, `[2001:db8::1]:80`, or an address alone, whose port is 0.
  static func endpoint(_ word: String) throws -> Endpoint {
    if word.hasPrefix("["), let end = word.firstIndex(of: "]") {
      let address = try address(String(word[word.index(after: word.startIndex)..<end]))
      return Endpoint(address, UInt16(word[end...].dropFirst(2)) ?? 0)
    }
    let parts = word.split(separator: ":")
    if parts.count == 2, parts[0].contains(".") { return Endpoint(try address(String(parts[0])), UInt16(parts[1]) ?? 0) }
    return Endpoint(try address(word), 0)
  }

  static func address(_ text: String) throws -> IPAddress {
    guard let address = IPAddress(text) else { throw NotationError("'\(text)' is no address") }
    return address
  }

  /// `02:00:00:00:00:01`
  static func mac(_ text: String) throws -> [UInt8] {
    guard let address = MACAddress(text) else { throw NotationError("'\(text)' is no link-layer address") }
    return address.bytes
  }

  static func bytes(_ hexadecimal: some StringProtocol) throws -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    guard digits.count == hexadecimal.count, digits.count % 2 == 0 else {
      throw NotationError("'\(hexadecimal)' are no bytes")
    }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
