/// The number that a packet of synthetic traffic carries.
public enum PacketNumber {
  /// The first four bytes after the UDP or TCP header (big-endian); nil for a packet that has none.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
    let frame = FrameFields(bytes)
    guard let transport = frame.transport else { return nil }
    switch transport.proto {
    case 17: return bytes.big32(at: transport.offset + 8)
    case 6:
      return bytes.big8(at: transport.offset + 12).flatMap { bytes.big32(at: transport.offset + Int($0 >> 4) * 4) }
    default: return nil
    }
  }
}

extension FrameFields {
  /// The protocol after the IPv4 header, or after the fixed IPv6 header, and where it begins; nil for fragments and all else.
  var transport: (proto: UInt8, offset: Int)? {
    switch etherType {
    case 0x0800:
      guard let first = bytes.big8(at: network), let proto = bytes.big8(at: network + 9),
        let fragment = bytes.big16(at: network + 6), fragment & 0x3fff == 0
      else { return nil }
      return (proto, network + Int(first & 15) * 4)
    case 0x86dd: return bytes.big8(at: network + 6).map { ($0, network + 40) }
    default: return nil
    }
  }
}
