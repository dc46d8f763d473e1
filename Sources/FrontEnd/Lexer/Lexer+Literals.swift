import Diagnostics

extension Lexer {
  /// Numbers, durations and IPv4 addresses.
  mutating func scanNumber() -> Token.Kind {
    if let address = scanIPv4() { return address }
    let start = offset
    let radix = scanRadix()
    let digitsStart = offset
    while let byte = peek(), radix == 16 ? byte.isHexDigit || byte.isSeparator : byte.isDigit || byte.isSeparator {
      offset += 1
    }
    let digits = text(digitsStart..<offset).filter { $0 != "_" }
    let unitStart = offset
    while let byte = peek(), byte.continuesWord { offset += 1 }
    guard let value = UInt64(digits, radix: radix) else { return malformedNumber(start) }
    if unitStart == offset { return .integer(value) }
    return radix == 10 ? duration(value, unitStart, start) : malformedNumber(start)
  }

  private mutating func scanRadix() -> Int {
    guard peek() == UInt8(ascii: "0"), let mark = peek(1) else { return 10 }
    if mark == UInt8(ascii: "x") { offset += 2; return 16 }
    if mark == UInt8(ascii: "b") { offset += 2; return 2 }
    return 10
  }

  private mutating func malformedNumber(_ start: Int) -> Token.Kind {
    let shown = text(start..<offset)
    report({ .badNumber(shown, at: $0) }, start..<offset)
    return .malformed
  }

  private mutating func duration(_ value: UInt64, _ unitStart: Int, _ start: Int) -> Token.Kind {
    let unit = text(unitStart..<offset)
    guard let scale = Self.nanosecondsByUnit[unit] else {
      report({ .unknownUnit(unit, at: $0) }, unitStart..<offset)
      return .malformed
    }
    let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: scale)
    return overflow ? malformedNumber(start) : .duration(nanoseconds)
  }

  static let nanosecondsByUnit: [String: UInt64] = [
    "ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
  ]

  /// `digits.digits…`: an IPv4 address, or a mistake in one. `1024...65535` is not.
  private mutating func scanIPv4() -> Token.Kind? {
    var end = offset
    var dots = 0
    while end < bytes.count {
      if bytes[end].isDigit {
        end += 1
      } else if bytes[end] == UInt8(ascii: "."), end + 1 < bytes.count, bytes[end + 1].isDigit {
        dots += 1
        end += 1
      } else {
        break
      }
    }
    guard dots > 0 else { return nil }
    let start = offset
    offset = end
    let shown = text(start..<end)
    if let address = AddressText.ipv4(shown) { return .ipv4(address) }
    report({ .badAddress(shown, "IPv4", at: $0) }, start..<end)
    return .malformed
  }

  /// A run of hexadecimal digits, colons and dots with two colons at least: an IPv6 or MAC address.
  mutating func scanColonAddress() -> Token.Kind? {
    guard let first = peek(), first.isHexDigit || first == UInt8(ascii: ":") else { return nil }
    var end = offset
    var colons = 0
    let limit = min(bytes.count, offset + Self.longestAddress)
    while end < limit, bytes[end].isHexDigit || bytes[end] == UInt8(ascii: ":") || isAddressDot(end) {
      if bytes[end] == UInt8(ascii: ":") { colons += 1 }
      end += 1
    }
    let endsInWord = end < bytes.count && bytes[end].continuesWord
    guard colons >= 2, !endsInWord else { return nil }
    let start = offset
    offset = end
    let shown = text(start..<end)
    if let address = AddressText.mac(shown) { return .mac(address) }
    if let address = AddressText.ipv6(shown) { return .ipv6(address) }
    report({ .badAddress(shown, "IPv6 or MAC", at: $0) }, start..<end)
    return .malformed
  }

  /// Bytes looked at for an address, at most; the longest address is shorter.
  private static let longestAddress = 64

  private func isAddressDot(_ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: ".") && index + 1 < bytes.count && bytes[index + 1].isDigit
  }

  mutating func scanString() -> Token.Kind {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      offset += 1
      if byte == UInt8(ascii: "\"") { return .string(String(decoding: content, as: UTF8.self)) }
      content.append(byte == UInt8(ascii: "\\") ? scanEscape() : byte)
    }
    report(Diagnostic.unterminatedString, start..<offset)
    return .malformed
  }

  private mutating func scanEscape() -> UInt8 {
    guard let byte = peek(), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
      report(Diagnostic.unknownEscape, (offset - 1)..<min(offset + 1, bytes.count))
      return UInt8(ascii: "\\")
    }
    offset += 1
    return byte
  }
}

extension UInt8 {
  var isSeparator: Bool { self == UInt8(ascii: "_") }
}
