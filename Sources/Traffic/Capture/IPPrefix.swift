import Glibc

/// An IPv4 or IPv6 address as 128 bits; IPv4 stands in the low 32 bits of `low`, and `isIPv4` tells them apart.
public struct IPAddress: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64
  public var isIPv4: Bool

  public init(ipv4: UInt32) {
    high = 0
    low = UInt64(ipv4)
    isIPv4 = true
  }

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    isIPv4 = false
  }

  /// Reads `192.0.2.1` or `2001:db8::1`; nil when the text is neither.
  public init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(ipv4: UInt32(bigEndian: four.s_addr))
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      let words = withUnsafeBytes(of: &six) {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
      self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    } else {
      return nil
    }
  }
}

/// An address prefix such as `10.0.0.0/8` or `fc00::/7`.
public struct IPPrefix: Hashable, Sendable {
  public var address: IPAddress
  /// Leading bits that count: at most 32 for IPv4, 128 for IPv6.
  public var length: Int

  /// Reads `address/length`, or an address alone; nil when the text is neither. Bits past the length are ignored.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
    let most = address.isIPv4 ? 32 : 128
    guard let length = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(length) else { return nil }
    self.address = address
    self.length = length
  }

  public func contains(_ other: IPAddress) -> Bool {
    guard other.isIPv4 == address.isIPv4 else { return false }
    if address.isIPv4 { return (address.low ^ other.low) >> UInt64(32 - length) == 0 }
    let high = (address.high ^ other.high) >> UInt64(64 - min(64, length)) == 0
    return high && (length <= 64 || (address.low ^ other.low) >> UInt64(128 - length) == 0)
  }

  /// RFC 1918 and unique local addresses (RFC 4193).
  public static let privateUse: [IPPrefix] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
    .compactMap { IPPrefix($0) }
}
