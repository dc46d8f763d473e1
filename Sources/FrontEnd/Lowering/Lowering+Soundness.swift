import Diagnostics
import IR

/// What a header must say of itself to be taken for one.
extension Lowering {
  struct CheckedHeader {
    var isSound: Value
    /// The first byte behind it: u32.
    var end: Value
    /// Bytes that it carries, u32; nil: all to the end of the packet.
    var carried: Value?
  }

  /// - Parameter isPart: true in a fragment, which may end before what the header announces; nil where none comes.
  mutating func check(
    _ layer: HeaderLayer, _ header: HeaderID, _ place: Place, isPart: Value?
  ) -> CheckedHeader {
    switch layer.kind {
    case .ipv4: return checkIPv4(header, place, isQuoted: layer.isQuoted)
    case .ipv6: return checkIPv6(header, place, isQuoted: layer.isQuoted)
    case .tcp where !layer.isQuoted: return checkTCP(header, place)
    case .udp where !layer.isQuoted: return checkUDP(header, place, isPart: isPart)
    case .vxlan: return checkVXLAN(header, place)
    case .gre: return checkGRE(header, place)
    case .gtpu: return checkGTP(header, place)
    case .user(let user): return checkUser(user, header, place)
    default: return fixedSize(layer.bytes, place)
    }
  }

  mutating func field(_ header: HeaderID, _ kind: HeaderKind, _ name: String) -> Value {
    let field = kind.field(name)?.parts.first ?? Field(name: name, bitOffset: 0, type: .u8)
    return builder.emit(.loadField(header, field), field.type, nil)
  }

  mutating func allOf(_ conditions: [Value]) -> Value {
    guard let first = conditions.first else { return builder.number(1, .bit) }
    return conditions.dropFirst().reduce(first) { builder.binary(.and, $0, $1, nil) }
  }

  mutating func sum(_ left: Value, _ right: UInt64) -> Value {
    builder.binary(.add, left, builder.number(right, .u32), nil)
  }

  /// All bytes within what the header before says is there.
  private mutating func fixedSize(_ bytes: Int, _ place: Place) -> CheckedHeader {
    let size = builder.number(UInt64(bytes), .u32)
    return sized(size, [], place)
  }

  private mutating func sized(_ size: Value, _ conditions: [Value], _ place: Place) -> CheckedHeader {
    let end = builder.binary(.add, place.offset, size, nil)
    guard let available = place.available else {
      return CheckedHeader(isSound: allOf(conditions), end: end, carried: nil)
    }
    let fits = builder.compare(.ge, available, size, nil)
    return CheckedHeader(
      isSound: allOf(conditions + [fits]), end: end, carried: builder.binary(.sub, available, size, nil))
  }

  private mutating func words(_ header: HeaderID, _ kind: HeaderKind) -> (bytes: Value, isLong: Value) {
    let words = field(header, kind, "headerWords")
    let isLong = builder.compare(.ge, words, builder.number(5, IntType(4)), nil)
    return (builder.binary(.shl, builder.convert(words, to: .u32, nil), builder.number(2, .u32), nil), isLong)
  }

  private mutating func available(_ place: Place) -> Value {
    place.available ?? builder.binary(.sub, builder.emit(.packetLength, .u32, nil), place.offset, nil)
  }

  /// RFC 791: version 4, a header of 20 bytes at least, all of it and no more than the packet within the total length.
  /// A quoted packet may be cut off.
  private mutating func checkIPv4(_ header: HeaderID, _ place: Place, isQuoted: Bool) -> CheckedHeader {
    let version = field(header, .ipv4, "version")
    let isVersion = builder.compare(.eq, version, builder.number(4, IntType(4)), nil)
    let (bytes, isLong) = words(header, .ipv4)
    let total = builder.convert(field(header, .ipv4, "totalLength"), to: .u32, nil)
    let holdsHeader = builder.compare(.ge, total, bytes, nil)
    var conditions = [isVersion, isLong, holdsHeader]
    let end = builder.binary(.add, place.offset, bytes, nil)
    if isQuoted { return CheckedHeader(isSound: allOf(conditions), end: end, carried: nil) }
    conditions.append(builder.compare(.le, total, available(place), nil))
    return CheckedHeader(
      isSound: allOf(conditions), end: end, carried: builder.binary(.sub, total, bytes, nil))
  }

  /// RFC 8200: version 6, the payload within the packet. What it carries is counted from behind the extension headers.
  private mutating func checkIPv6(_ header: HeaderID, _ place: Place, isQuoted: Bool) -> CheckedHeader {
    let version = field(header, .ipv6, "version")
    let isVersion = builder.compare(.eq, version, builder.number(6, IntType(4)), nil)
    let fixed = sum(place.offset, 40)
    if isQuoted { return CheckedHeader(isSound: isVersion, end: fixed, carried: nil) }
    let length = builder.convert(field(header, .ipv6, "payloadLength"), to: .u32, nil)
    var conditions = [isVersion]
    if let available = place.available {
      conditions.append(builder.compare(.le, sum(length, 40), available, nil))
    } else {
      let available = builder.binary(.sub, builder.emit(.packetLength, .u32, nil), fixed, nil)
      conditions.append(builder.compare(.le, length, available, nil))
    }
    return CheckedHeader(isSound: allOf(conditions), end: fixed, carried: length)
  }

  /// RFC 9293: the data offset within the payload.
  private mutating func checkTCP(_ header: HeaderID, _ place: Place) -> CheckedHeader {
    let (bytes, isLong) = words(header, .tcp)
    guard place.available != nil else { return sized(bytes, [isLong], place) }
    return sized(bytes, [isLong], place)
  }

  /// RFC 768: the length within the payload; that of a first fragment is the whole datagram's.
  private mutating func checkUDP(_ header: HeaderID, _ place: Place, isPart: Value?) -> CheckedHeader {
    let length = field(header, .udp, "length")
    let wide = builder.convert(length, to: .u32, nil)
    let isLong = builder.compare(.ge, length, builder.number(8, .u16), nil)
    let fits = builder.compare(.le, wide, available(place), nil)
    var (bytes, isHeld) = (wide, fits)
    if let isPart {
      bytes = builder.emit(.select(condition: fits, then: wide, else: available(place)), .u32, nil)
      let isWhole = builder.compare(.ge, available(place), builder.number(8, .u32), nil)
      isHeld = builder.binary(.or, fits, allOf([isPart, isWhole]), nil)
    }
    return CheckedHeader(
      isSound: allOf([isLong, isHeld]), end: sum(place.offset, 8),
      carried: builder.binary(.sub, bytes, builder.number(8, .u32), nil))
  }

  /// RFC 7348: the network identifier is valid.
  private mutating func checkVXLAN(_ header: HeaderID, _ place: Place) -> CheckedHeader {
    let flags = builder.binary(.and, field(header, .vxlan, "flags"), builder.number(0x08, .u8), nil)
    let isValid = builder.compare(.ne, flags, builder.number(0, .u8), nil)
    return sized(builder.number(8, .u32), [isValid], place)
  }

  /// RFC 2784 and 2890: version 0 without checksum and routing; a key and a sequence number may be there.
  private mutating func checkGRE(_ header: HeaderID, _ place: Place) -> CheckedHeader {
    let flags = builder.emit(.loadField(header, Field(name: "flags", bitOffset: 0, type: .u16)), .u16, nil)
    let unknown = builder.binary(.and, flags, builder.number(0xc007, .u16), nil)
    let isKnown = builder.compare(.eq, unknown, builder.number(0, .u16), nil)
    var size = builder.number(4, .u32)
    for bit: UInt64 in [13, 12] {
      let shifted = builder.binary(.shr, flags, builder.number(bit, .u16), nil)
      let isThere = builder.binary(.and, shifted, builder.number(1, .u16), nil)
      let bytes = builder.binary(.shl, builder.convert(isThere, to: .u32, nil), builder.number(2, .u32), nil)
      size = builder.binary(.add, size, bytes, nil)
    }
    return sized(size, [isKnown], place)
  }

  /// 3GPP TS 29.281: version 1 of GTP, not GTP'; four more bytes when one of the flags E, S, PN is set.
  private mutating func checkGTP(_ header: HeaderID, _ place: Place) -> CheckedHeader {
    let flags = field(header, .gtpu, "flags")
    let version = builder.binary(.shr, flags, builder.number(4, .u8), nil)
    let isVersion = builder.compare(.eq, version, builder.number(3, .u8), nil)
    let options = builder.binary(.and, flags, builder.number(7, .u8), nil)
    let hasOptions = builder.compare(.ne, options, builder.number(0, .u8), nil)
    let more = builder.binary(.shl, builder.convert(hasOptions, to: .u32, nil), builder.number(2, .u32), nil)
    return sized(builder.binary(.add, builder.number(8, .u32), more, nil), [isVersion], place)
  }

  private mutating func checkUser(_ user: UserHeader, _ header: HeaderID, _ place: Place) -> CheckedHeader {
    let least = builder.number(UInt64(user.bytes), .u32)
    guard let length = user.length else { return sized(least, [], place) }
    let size = self.length(length, header)
    return sized(size, [builder.compare(.ge, size, least, nil)], place)
  }

  private mutating func length(_ length: HeaderLength, _ header: HeaderID) -> Value {
    switch length {
    case .constant(let number): return builder.number(number, .u32)
    case .field(let field):
      guard let part = field.parts.first else { return builder.number(0, .u32) }
      return builder.convert(builder.emit(.loadField(header, part), part.type, nil), to: .u32, nil)
    case .binary(let operation, let left, let right):
      let first = self.length(left, header)
      return builder.binary(operation, first, self.length(right, header), nil)
    }
  }
}
