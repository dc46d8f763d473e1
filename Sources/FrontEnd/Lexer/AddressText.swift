/// Reading and writing of addresses as text.
enum AddressText {
  /// `203.0.113.1`; nil when it is not four decimal bytes.
  static func ipv4(_ text: some StringProtocol) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ isDigit($0) }), let byte = UInt8(part) else {
        return nil
      }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  /// RFC 4291, section 2.2, with an embedded IPv4 address at the end or not.
  static func ipv6(_ text: some StringProtocol) -> IPv6Words? {
    let characters = Array(text.utf8)
    guard let gap = gapIndex(characters) else {
      return groups(text).flatMap { $0.count == 8 ? words($0) : nil }
    }
    let rest = characters[(gap + 2)...]
    guard gapIndex(Array(rest)) == nil,
      let head = groups(String(decoding: characters[..<gap], as: UTF8.self)),
      let tail = groups(String(decoding: rest, as: UTF8.self)), head.count + tail.count <= 7
    else { return nil }
    return words(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  /// `02:00:00:00:00:01`.
  static func mac(_ text: some StringProtocol) -> UInt64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    var value: UInt64 = 0
    for part in parts {
      guard let byte = UInt8(part, radix: 16) else { return nil }
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  static func text(ipv4 value: UInt32) -> String {
    [24, 16, 8, 0].map { String(value >> UInt32($0) & 0xff) }.joined(separator: ".")
  }

  /// The canonical form of RFC 5952 (longest run of zero groups shortened, lower case).
  static func text(ipv6 value: IPv6Words) -> String {
    if value.high == 0, value.low >> 32 == 0xffff {
      return "::ffff:" + text(ipv4: UInt32(truncatingIfNeeded: value.low))
    }
    let groups = [value.high, value.low].flatMap { half in [48, 32, 16, 0].map { half >> UInt64($0) & 0xffff } }
    let runs = groups.indices.map { start in groups[start...].prefix { $0 == 0 }.count }
    let shown = groups.map { String($0, radix: 16) }
    guard let longest = runs.max(), longest >= 2, let start = runs.firstIndex(of: longest) else {
      return shown.joined(separator: ":")
    }
    return shown[..<start].joined(separator: ":") + "::" + shown[(start + longest)...].joined(separator: ":")
  }

  static func text(mac value: UInt64) -> String {
    [40, 32, 24, 16, 8, 0].map { shift in
      let byte = String(value >> UInt64(shift) & 0xff, radix: 16)
      return byte.utf8.count == 1 ? "0" + byte : byte
    }.joined(separator: ":")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func gapIndex(_ bytes: [UInt8]) -> Int? {
    let colon = UInt8(ascii: ":")
    return bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
  }

  /// The 16-bit groups of a run without `::`; an empty text has none.
  private static func groups(_ text: some StringProtocol) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let embedded = ipv4(part) {
        groups += [UInt16(embedded >> 16), UInt16(truncatingIfNeeded: embedded)]
      } else {
        guard (1...4).contains(part.utf8.count), !part.utf8.contains(UInt8(ascii: "+")),
          let group = UInt16(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private static func words(_ groups: [UInt16]) -> IPv6Words {
    let halves = [groups[..<4], groups[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
    return IPv6Words(high: halves[0], low: halves[1])
  }
}
