/// The bytes of a header that was checked to be complete: no accessor of a view traps.
///
/// Positions are relative to the header's first byte. Reads past the end give 0.
public struct HeaderBytes: Hashable, Sendable {
  public let bytes: ArraySlice<UInt8>

  /// Nil when fewer than `count` bytes are there.
  init?(_ bytes: ArraySlice<UInt8>, atLeast count: Int) {
    guard bytes.count >= count else { return nil }
    self.bytes = bytes
  }

  func u8(_ position: Int) -> UInt8 {
    let index = bytes.startIndex + position
    return index < bytes.endIndex ? bytes[index] : 0
  }
  func u16(_ position: Int) -> UInt16 { UInt16(u8(position)) << 8 | UInt16(u8(position + 1)) }
  func u32(_ position: Int) -> UInt32 { UInt32(u16(position)) << 16 | UInt32(u16(position + 2)) }
  func u64(_ position: Int) -> UInt64 { UInt64(u32(position)) << 32 | UInt64(u32(position + 4)) }

  /// Bytes from `position` on; empty past the end.
  func from(_ position: Int) -> ArraySlice<UInt8> { bytes.dropFirst(position) }
}

/// Ethernet II with any number of VLAN tags, at most four.
public struct EthernetView: Hashable, Sendable {
  public static let bytes = 14
  public static let tagBytes = 4

  let header: HeaderBytes
  /// VLAN identifiers, outermost first.
  public let vlans: [UInt16]

  public init?(checking frame: ArraySlice<UInt8>) {
    guard let header = HeaderBytes(frame, atLeast: Self.bytes) else { return nil }
    var vlans: [UInt16] = []
    var position = 12
    while vlans.count < 4, [EtherType.vlan, EtherType.qinq].contains(header.u16(position)) {
      guard frame.count >= position + Self.tagBytes + 2 else { return nil }
      vlans.append(header.u16(position + 2) & 0xfff)
      position += Self.tagBytes
    }
    self.header = header
    self.vlans = vlans
  }

  public var destination: ArraySlice<UInt8> { header.from(0).prefix(6) }
  public var source: ArraySlice<UInt8> { header.from(6).prefix(6) }
  /// Bytes of the header with its tags.
  public var length: Int { Self.bytes + Self.tagBytes * vlans.count }
  /// The type behind the tags.
  public var etherType: UInt16 { header.u16(length - 2) }
  public var payload: ArraySlice<UInt8> { header.from(length) }
}

/// IPv4 with options. Checked: version, header length, total length within the bytes.
public struct IPv4View: Hashable, Sendable {
  public static let bytes = 20
  let view: HeaderBytes

  public init?(checking bytes: ArraySlice<UInt8>) {
    guard let view = HeaderBytes(bytes, atLeast: Self.bytes), view.u8(0) >> 4 == 4 else { return nil }
    let headerLength = Int(view.u8(0) & 0xf) * 4
    let total = Int(view.u16(2))
    guard headerLength >= Self.bytes, total >= headerLength, bytes.count >= total else { return nil }
    self.view = view
  }

  public var headerLength: Int { Int(view.u8(0) & 0xf) * 4 }
  public var totalLength: Int { Int(view.u16(2)) }
  public var identification: UInt16 { view.u16(4) }
  public var moreFragments: Bool { view.u16(6) & 0x2000 != 0 }
  /// Bytes.
  public var fragmentOffset: Int { Int(view.u16(6) & 0x1fff) * 8 }
  public var isFragment: Bool { moreFragments || fragmentOffset != 0 }
  public var timeToLive: UInt8 { view.u8(8) }
  public var transport: UInt8 { view.u8(9) }
  public var checksum: UInt16 { view.u16(10) }
  public var source: IPv4Address { IPv4Address(bits: view.u32(12)) }
  public var destination: IPv4Address { IPv4Address(bits: view.u32(16)) }
  public var header: ArraySlice<UInt8> { view.bytes.prefix(headerLength) }
  public var payload: ArraySlice<UInt8> { view.bytes.prefix(totalLength).dropFirst(headerLength) }
}

/// IPv6 with hop-by-hop, destination and fragment headers. Checked: version, payload length, the chain.
public struct IPv6View: Hashable, Sendable {
  public static let bytes = 40
  let view: HeaderBytes
  /// The first protocol that is no extension header known here.
  public let transport: UInt8
  /// Offset of the transport segment from the fixed header's first byte.
  public let transportOffset: Int
  public let isFragment: Bool

  public init?(checking bytes: ArraySlice<UInt8>) {
    guard let view = HeaderBytes(bytes, atLeast: Self.bytes), view.u8(0) >> 4 == 6 else { return nil }
    let end = Self.bytes + Int(view.u16(4))
    guard bytes.count >= end else { return nil }
    var next = view.u8(6)
    var offset = Self.bytes
    var isFragment = false
    let extensions = [IPProtocol.ipv6HopByHop, IPProtocol.ipv6Destination, IPProtocol.ipv6Fragment]
    while extensions.contains(next) {
      guard end >= offset + 8 else { return nil }
      let isFragmentHeader = next == IPProtocol.ipv6Fragment
      let length = isFragmentHeader ? 8 : 8 + 8 * Int(view.u8(offset + 1))
      if isFragmentHeader { isFragment = isFragment || view.u16(offset + 2) & 0xfff9 != 0 }
      next = view.u8(offset)
      offset += length
      guard end >= offset else { return nil }
    }
    self.view = view
    self.transport = next
    self.transportOffset = offset
    self.isFragment = isFragment
  }

  public var payloadLength: Int { Int(view.u16(4)) }
  public var hopLimit: UInt8 { view.u8(7) }
  public var source: IPv6Address { IPv6Address(high: view.u64(8), low: view.u64(16)) }
  public var destination: IPv6Address { IPv6Address(high: view.u64(24), low: view.u64(32)) }
  /// The transport segment.
  public var payload: ArraySlice<UInt8> {
    view.bytes.prefix(Self.bytes + payloadLength).dropFirst(transportOffset)
  }
}
