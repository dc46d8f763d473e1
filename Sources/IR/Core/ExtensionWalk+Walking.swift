extension ExtensionWalk {
  /// Walks the extension headers of a packet, `mostHeaders` at most: the meaning of `skipExtensions`.
  ///
  /// A header is cut off when not all its bytes lie in the packet; `offset` is then its first byte, as it is that of the header after the
  /// eighth. The walk ends behind a fragment header whose offset is not 0: what follows is the middle of something. Of several fragment
  /// headers the last one's identification stands.
  ///
  /// - Parameter start: the byte behind the fixed header.
  public init(_ packet: UnsafeRawBufferPointer, protocol number: UInt8, from start: UInt64) {
    self.init(offset: start, transport: number)
    var headers = 0
    while Self.isExtension(transport), !isLaterFragment {
      guard headers < Self.mostHeaders, let bytes = Self.size(transport, in: packet, at: offset) else {
        transport = Self.nothingFollows
        return
      }
      let place = Int(offset)
      if transport == Self.fragment { note(packet, fragmentAt: place) }
      transport = packet[place]
      offset += bytes
      headers += 1
    }
  }

  private static let fragment: UInt8 = 44
  private static let authentication: UInt8 = 51

  private static func isExtension(_ number: UInt8) -> Bool {
    switch number {
    case 0, 43, fragment, authentication, 60: true
    default: false
    }
  }

  /// Bytes of the header, or nil when it is cut off. The length byte counts units of 8 bytes, of 4 in an authentication header; a
  /// fragment header has none.
  private static func size(_ number: UInt8, in packet: UnsafeRawBufferPointer, at offset: UInt64) -> UInt64? {
    let length = UInt64(packet.count)
    guard offset + 8 <= length else { return nil }
    let units = UInt64(packet[Int(offset) + 1])
    let bytes = number == fragment ? 8 : number == authentication ? (units + 2) * 4 : (units + 1) * 8
    return offset + bytes <= length ? bytes : nil
  }

  private mutating func note(_ packet: UnsafeRawBufferPointer, fragmentAt place: Int) {
    let position = UInt16(packet[place + 2]) << 8 | UInt16(packet[place + 3])
    isLaterFragment = position >> 3 != 0
    isFragment = isFragment || isLaterFragment || position & 1 != 0
    identification = (4..<8).reduce(0) { $0 << 8 | UInt32(packet[place + $1]) }
  }
}
