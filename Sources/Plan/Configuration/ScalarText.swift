/// Values as operators write them, as the integers that programs compute with.
public enum ScalarText {
  /// A number (`1_000`, `0xff`), `true`, an IPv4 address, a MAC address or a time, whichever the text is.
  public static func value(_ text: String) -> UInt64? {
    number(text) ?? boolean(text) ?? ipv4(text) ?? mac(text) ?? duration(text)
  }

  public static func number(_ text: String) -> UInt64? {
    let digits = text.filter { $0 != "_" }
    return digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
  }

  public static func boolean(_ text: String) -> UInt64? { text == "true" ? 1 : text == "false" ? 0 : nil }

  public static func ipv4(_ text: String) -> UInt64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    return parts.reduce(UInt64?.some(0)) { sum, part in
      guard let sum, let byte = UInt8(part) else { return nil }
      return sum << 8 | UInt64(byte)
    }
  }

  public static func mac(_ text: String) -> UInt64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6 else { return nil }
    return parts.reduce(UInt64?.some(0)) { sum, part in
      guard let sum, part.utf8.count == 2, let byte = UInt8(part, radix: 16) else { return nil }
      return sum << 8 | UInt64(byte)
    }
  }

  /// Two halves of an IPv6 address.
  public static func ipv6(_ text: String) -> (high: UInt64, low: UInt64)? {
    let sides = text.components(separatedByDoubleColon: ())
    guard let front = groups(sides.front), let back = groups(sides.back ?? "") else { return nil }
    let missing = 8 - front.count - back.count
    guard sides.back == nil ? missing == 0 : missing >= 1 else { return nil }
    let all = front + [UInt64](repeating: 0, count: max(0, missing)) + back
    return (all[0..<4].reduce(0) { $0 << 16 | $1 }, all[4..<8].reduce(0) { $0 << 16 | $1 })
  }

  private static func groups(_ text: Substring) -> [UInt64]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt64] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard (1...4).contains(part.utf8.count), let group = UInt64(part, radix: 16) else { return nil }
      groups.append(group)
    }
    return groups.count <= 8 ? groups : nil
  }

  private static let units: [(String, UInt64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000),
    ("h", 3_600_000_000_000),
  ]

  /// Nanoseconds of a text such as `200ms`.
  public static func duration(_ text: String) -> UInt64? {
    for (unit, nanoseconds) in units where text.hasSuffix(unit) {
      guard let count = number(String(text.dropLast(unit.count))) else { continue }
      let (product, overflow) = count.multipliedReportingOverflow(by: nanoseconds)
      return overflow ? nil : product
    }
    return nil
  }
}

extension String {
  fileprivate func components(separatedByDoubleColon _: Void) -> (front: Substring, back: Substring?) {
    var previous: Character?
    for index in indices {
      if self[index] == ":", previous == ":" {
        let start = self.index(before: index)
        return (self[startIndex..<start], self[self.index(after: index)...])
      }
      previous = self[index]
    }
    return (self[...], nil)
  }
}
