import Wire

/// Frames taken apart by hand, so that what a program made of them can be told from what it should have.
enum Frames {
  static func word(_ bytes: some RandomAccessCollection<UInt8>, _ offset: Int) -> Int {
    let start = bytes.index(bytes.startIndex, offsetBy: offset)
    return Int(bytes[start]) << 8 | Int(bytes[bytes.index(after: start)])
  }

  /// True when each checksum of the packet from byte `offset` on holds, IP within IP, UDP tunnels and quotes included.
  static func isIntact(_ frame: [UInt8], from offset: Int = 14) -> Bool {
    let packet = Array(frame.dropFirst(offset))
    guard let first = packet.first else { return false }
    return first >> 4 == 4 ? isIntact4(packet) : isIntact6(packet)
  }

  private static func isIntact4(_ packet: [UInt8]) -> Bool {
    let header = Int(packet[0] & 15) * 4
    let total = word(packet, 2)
    guard total <= packet.count, Checksum.isIntact(packet.prefix(header)) else { return false }
    let pseudo = Checksum.sum(packet[12..<20], onto: UInt64(packet[9]) + UInt64(total - header))
    return isIntact(Array(packet[header..<total]), packet[9], pseudo)
  }

  private static func isIntact6(_ packet: [UInt8]) -> Bool {
    let length = word(packet, 4)
    guard 40 + length <= packet.count else { return false }
    let pseudo = Checksum.sum(packet[8..<40], onto: UInt64(packet[6]) + UInt64(length))
    return isIntact(Array(packet[40..<(40 + length)]), packet[6], pseudo)
  }

  private static func isIntact(_ segment: [UInt8], _ number: UInt8, _ pseudo: UInt64) -> Bool {
    switch number {
    case 1: return Checksum.isIntact(segment)
    case 4, 41: return isIntact(segment, from: 0)
    case 17 where word(segment, 6) == 0: return word(segment, 4) == segment.count
    case 6, 17, 58:
      // Checksum.sum works in 32-bit words, of which the pseudo-header's numbers are the low halves.
      return Checksum.fold(Checksum.sum(segment, onto: pseudo)) == 0xffff
    default: return true
    }
  }

  /// The frame with bytes put in.
  static func inserting(_ bytes: [UInt8], into frame: [UInt8], at offset: Int) -> [UInt8] {
    Array(frame.prefix(offset)) + bytes + Array(frame.dropFirst(offset))
  }
}
