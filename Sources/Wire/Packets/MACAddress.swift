/// A link-layer address.
public struct MACAddress: Hashable, Sendable, CustomStringConvertible {
  /// The 48 bits, the first byte highest.
  public var bits: UInt64

  public init(bits: UInt64) { self.bits = bits & 0xffff_ffff_ffff }

  /// Reads `02:00:00:00:00:01`; nil when the text is something else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6 else { return nil }
    var bits: UInt64 = 0
    for part in parts {
      guard part.count == 2, part.allSatisfy(\.isHexDigit), let byte = UInt8(part, radix: 16) else { return nil }
      bits = bits << 8 | UInt64(byte)
    }
    self.bits = bits
  }

  /// Network order.
  public var bytes: [UInt8] { bigEndianBytes(bits, count: 6) }

  public var description: String {
    (0..<6).map { index in
      let byte = String(bits >> UInt64(40 - 8 * index) & 255, radix: 16)
      return byte.count == 1 ? "0" + byte : byte
    }.joined(separator: ":")
  }
}
