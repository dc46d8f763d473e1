/// The Internet checksum (RFC 1071) and the pseudo headers of TCP, UDP and ICMPv6.
public enum Checksum {
  /// Adds big-endian words to a running sum; a last word that is short is padded with zeros. Folded, a sum of
  /// 32-bit words is that of their halves.
  public static func sum(_ bytes: some Collection<UInt8>, onto start: UInt64 = 0) -> UInt64 {
    bytes.withContiguousStorageIfAvailable { sum(UnsafeRawBufferPointer($0), onto: start) }
      ?? Array(bytes).withUnsafeBytes { sum($0, onto: start) }
  }

  private static func sum(_ bytes: UnsafeRawBufferPointer, onto start: UInt64) -> UInt64 {
    var total = start
    var position = 0
    while position &+ 4 <= bytes.count {
      total &+= UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
      position &+= 4
    }
    var shift: UInt64 = 24
    while position < bytes.count {
      total &+= UInt64(bytes[position]) << shift
      shift &-= 8
      position &+= 1
    }
    return total
  }

  /// Folds a sum to 16 bits with end-around carry.
  public static func fold(_ sum: UInt64) -> UInt16 {
    var rest = sum
    while rest > 0xffff { rest = (rest & 0xffff) &+ (rest >> 16) }
    return UInt16(truncatingIfNeeded: rest)
  }

  /// The checksum that makes the covered bytes, with this field, sum to 0xffff.
  public static func internet(_ bytes: some Collection<UInt8>, onto start: UInt64 = 0) -> UInt16 {
    ~fold(sum(bytes, onto: start))
  }

  /// Says whether covered bytes that include their checksum are intact.
  public static func isIntact(_ bytes: some Collection<UInt8>, onto start: UInt64 = 0) -> Bool {
    fold(sum(bytes, onto: start)) == 0xffff
  }

  /// The pseudo header's sum, for a transport segment of `length` bytes. ICMP over IPv4 has none: 0.
  public static func pseudoHeader(
    source: IPAddress, destination: IPAddress, transport: UInt8, length: Int
  ) -> UInt64 {
    if case .v4 = source, transport == IPProtocol.icmp { return 0 }
    let addresses = sum(destination.bytes, onto: sum(source.bytes))
    let length = UInt64(truncatingIfNeeded: length)
    return addresses &+ UInt64(transport) &+ (length >> 16) &+ (length & 0xffff)
  }
}

/// Which checksums of a packet hold.
public struct ChecksumReport: Hashable, Sendable {
  /// The IPv4 header's; nil when there is no complete IPv4 header.
  public var ipv4: Bool?
  /// The transport segment's; nil when it has none (UDP with 0, fragments, truncated or unknown transports).
  public var transport: Bool?

  public init(ipv4: Bool? = nil, transport: Bool? = nil) {
    self.ipv4 = ipv4
    self.transport = transport
  }

  /// Nothing that could be verified is wrong.
  public var isIntact: Bool { ipv4 != false && transport != false }
}

extension Checksum {
  /// Verifies the IPv4 and the transport checksum of a frame.
  public static func verify(_ frame: some Collection<UInt8>) -> ChecksumReport {
    var report = ChecksumReport()
    guard let packet = PacketView(frame) else { return report }
    if let ip = packet.ipv4 { report.ipv4 = isIntact(ip.header) }
    report.transport = packet.transportChecksumHolds
    return report
  }
}
