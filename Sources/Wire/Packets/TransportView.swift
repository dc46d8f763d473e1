/// TCP with options. Checked: the data offset lies within the segment.
public struct TCPView: Hashable, Sendable {
  public static let bytes = 20
  let view: HeaderBytes

  public init?(checking bytes: ArraySlice<UInt8>) {
    guard let view = HeaderBytes(bytes, atLeast: Self.bytes) else { return nil }
    let headerLength = Int(view.u8(12) >> 4) * 4
    guard headerLength >= Self.bytes, bytes.count >= headerLength else { return nil }
    self.view = view
  }

  public var source: UInt16 { view.u16(0) }
  public var destination: UInt16 { view.u16(2) }
  public var sequence: UInt32 { view.u32(4) }
  public var acknowledgement: UInt32 { view.u32(8) }
  public var headerLength: Int { Int(view.u8(12) >> 4) * 4 }
  public var flags: TCPFlags { TCPFlags(rawValue: view.u8(13)) }
  public var checksum: UInt16 { view.u16(16) }
  public var payload: ArraySlice<UInt8> { view.from(headerLength) }
}

public struct TCPFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let fin = TCPFlags(rawValue: 0x01)
  public static let syn = TCPFlags(rawValue: 0x02)
  public static let rst = TCPFlags(rawValue: 0x04)
  public static let psh = TCPFlags(rawValue: 0x08)
  public static let ack = TCPFlags(rawValue: 0x10)
}

/// UDP. Checked: the length field lies within the segment.
public struct UDPView: Hashable, Sendable {
  public static let bytes = 8
  let view: HeaderBytes

  public init?(checking bytes: ArraySlice<UInt8>) {
    guard let view = HeaderBytes(bytes, atLeast: Self.bytes) else { return nil }
    guard Int(view.u16(4)) >= Self.bytes, bytes.count >= Int(view.u16(4)) else { return nil }
    self.view = view
  }

  public var source: UInt16 { view.u16(0) }
  public var destination: UInt16 { view.u16(2) }
  public var length: Int { Int(view.u16(4)) }
  public var checksum: UInt16 { view.u16(6) }
  public var payload: ArraySlice<UInt8> { view.bytes.prefix(length).dropFirst(Self.bytes) }
}

/// ICMP or ICMPv6, echo fields included.
public struct ICMPView: Hashable, Sendable {
  public static let bytes = 8
  let view: HeaderBytes

  public init?(checking bytes: ArraySlice<UInt8>) {
    guard let view = HeaderBytes(bytes, atLeast: Self.bytes) else { return nil }
    self.view = view
  }

  public var type: UInt8 { view.u8(0) }
  public var code: UInt8 { view.u8(1) }
  public var checksum: UInt16 { view.u16(2) }
  public var identifier: UInt16 { view.u16(4) }
  public var sequence: UInt16 { view.u16(6) }
  public var payload: ArraySlice<UInt8> { view.from(Self.bytes) }

  /// Echo request and reply types of a family.
  public static func echoTypes(isIPv6: Bool) -> (request: UInt8, reply: UInt8) { isIPv6 ? (128, 129) : (8, 0) }
}
