import Wire

/// An address prefix such as `10.0.0.0/8` or `fc00::/7`.
public struct IPPrefix: Hashable, Sendable {
  public var address: IPAddress
  /// Leading bits that count: at most 32 for IPv4, 128 for IPv6.
  public var length: Int

  /// A length out of range is taken to the nearest in range.
  public init(address: IPAddress, length: Int) {
    self.address = address
    self.length = min(max(0, length), address.bitWidth)
  }

  /// Reads `address/length`, or an address alone; nil when the text is neither. Bits past the length are ignored.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
    let most = address.bitWidth
    guard let length = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(length) else { return nil }
    self.address = address
    self.length = length
  }

  public func contains(_ other: IPAddress) -> Bool {
    guard other.isIPv6 == address.isIPv6 else { return false }
    let (own, other) = (address.words, other.words)
    return (own.high ^ other.high) & mask.high == 0 && (own.low ^ other.low) & mask.low == 0
  }

  /// RFC 1918 and unique local addresses (RFC 4193).
  public static let privateUse: [IPPrefix] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
    .compactMap { IPPrefix($0) }
}

extension IPPrefix {
  /// Bits behind the prefix.
  var freeBits: Int { address.bitWidth - length }

  /// Ones where the prefix is, and before it.
  private var mask: (high: UInt64, low: UInt64) {
    (UInt64.max << UInt64(max(0, freeBits - 64)), UInt64.max << UInt64(min(64, freeBits)))
  }

  /// An address of the prefix: the first usable one for 0.
  func host(_ index: Int) -> IPAddress {
    let offset = UInt64(freeBits > 1 ? index + 1 : index)
    let first = address.words
    let low = first.low & mask.low | offset
    return address.isIPv6
      ? .v6(first.high & mask.high, low) : .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: low)))
  }
}
