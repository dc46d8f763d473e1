import Glibc

/// An IPv4 address in host order: `192.0.2.1` is `0xC0000201`.
public struct IPv4Address: Hashable, Sendable, CustomStringConvertible {
  public var bits: UInt32
  public init(bits: UInt32) { self.bits = bits }
  public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    bits = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
  }

  public var bytes: [UInt8] { bigEndianBytes(UInt64(bits), count: 4) }
  public var description: String { bytes.map(String.init).joined(separator: ".") }
}

/// An IPv6 address as two halves in host order.
public struct IPv6Address: Hashable, Sendable, CustomStringConvertible {
  public var high: UInt64
  public var low: UInt64
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public var bytes: [UInt8] { bigEndianBytes(high, count: 8) + bigEndianBytes(low, count: 8) }

  /// Eight groups in hexadecimal, without `::`.
  public var description: String {
    [high, low].flatMap { half in
      [48, 32, 16, 0].map { String((half >> UInt64($0)) & 0xffff, radix: 16) }
    }.joined(separator: ":")
  }
}

public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
  case v4(IPv4Address)
  case v6(IPv6Address)

  /// Reads `192.0.2.1` or `2001:db8::1`; nil when the text is neither.
  public init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self = .v4(IPv4Address(bits: UInt32(bigEndian: four.s_addr)))
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      let halves = withUnsafeBytes(of: &six) {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
      self = .v6(UInt64(bigEndian: halves.0), UInt64(bigEndian: halves.1))
    } else {
      return nil
    }
  }

  public static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> IPAddress { .v4(IPv4Address(a, b, c, d)) }
  public static func v6(_ high: UInt64, _ low: UInt64) -> IPAddress { .v6(IPv6Address(high: high, low: low)) }

  public var isIPv6: Bool { if case .v6 = self { true } else { false } }
  /// 32 or 128.
  public var bitWidth: Int { isIPv6 ? 128 : 32 }
  /// As a number of 128 bits, IPv4 in its lowest 32.
  public var words: (high: UInt64, low: UInt64) {
    switch self {
    case .v4(let address): (0, UInt64(address.bits))
    case .v6(let address): (address.high, address.low)
    }
  }

  /// Network order.
  public var bytes: [UInt8] {
    switch self {
    case .v4(let address): address.bytes
    case .v6(let address): address.bytes
    }
  }

  public var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}

/// An address and a transport port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  public var address: IPAddress
  public var port: UInt16
  public init(_ address: IPAddress, _ port: UInt16) {
    self.address = address
    self.port = port
  }
  public var description: String { address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}

/// The last `count` bytes (1 to 8) of a word in network order.
func bigEndianBytes(_ value: UInt64, count: Int) -> [UInt8] {
  withUnsafeBytes(of: value.bigEndian) { Array($0.suffix(count)) }
}
