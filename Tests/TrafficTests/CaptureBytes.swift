/// Captures byte by byte, independent of the writer under test.
enum CaptureBytes {
  static func little(_ numbers: [UInt32]) -> [UInt8] {
    numbers.flatMap { n in (0..<4).map { UInt8(truncatingIfNeeded: n >> ($0 * 8)) } }
  }
  static func big(_ numbers: [UInt32]) -> [UInt8] {
    numbers.flatMap { n in (0..<4).map { UInt8(truncatingIfNeeded: n >> (24 - $0 * 8)) } }
  }

  /// A pcap file of microseconds.
  static func pcap(linkType: UInt32 = 1, _ packets: [(seconds: UInt32, micros: UInt32, bytes: [UInt8])]) -> [UInt8] {
    packets.reduce(little([0xa1b2_c3d4, 0x0004_0002, 0, 0, 65535, linkType])) { file, packet in
      let length = UInt32(packet.bytes.count)
      return file + little([packet.seconds, packet.micros, length, length]) + packet.bytes
    }
  }

  /// A pcap file of nanoseconds in the other byte order.
  static func bigEndianPcap(_ packets: [(seconds: UInt32, nanos: UInt32, bytes: [UInt8])]) -> [UInt8] {
    packets.reduce(big([0xa1b2_3c4d, 0x0002_0004, 0, 0, 65535, 1])) { file, packet in
      let length = UInt32(packet.bytes.count)
      return file + big([packet.seconds, packet.nanos, length, length]) + packet.bytes
    }
  }

  /// A pcapng file: section, one Ethernet interface with nanoseconds, one enhanced packet block per packet.
  static func pcapng(_ packets: [(nanos: UInt64, bytes: [UInt8])]) -> [UInt8] {
    let section = little([0x0a0d_0d0a, 28, 0x1a2b_3c4d, 0x0000_0001, 0xffff_ffff, 0xffff_ffff, 28])
    let resolution = little([0x0001_0009, 9, 0])
    let interface = little([1, 32, 1, 0]) + resolution + little([32])
    return packets.reduce(section + interface) { file, packet in
      let padding = [UInt8](repeating: 0, count: (4 - packet.bytes.count % 4) % 4)
      let total = UInt32(32 + packet.bytes.count + padding.count)
      let length = UInt32(packet.bytes.count)
      let time = [UInt32(truncatingIfNeeded: packet.nanos >> 32), UInt32(truncatingIfNeeded: packet.nanos)]
      return file + little([6, total, 0] + time + [length, length]) + packet.bytes + padding + little([total])
    }
  }

  /// An Ethernet frame with an IPv4 UDP packet; checksums are zero.
  static func udp(
    from source: [UInt8], to destination: [UInt8], ports: (UInt16, UInt16) = (1000, 53), payload: [UInt8] = []
  ) -> [UInt8] {
    let length = 28 + payload.count
    let link: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
    let network: [UInt8] =
      [0x45, 0, UInt8(length >> 8), UInt8(length & 255), 0, 0, 0x40, 0, 64, 17, 0, 0] + source + destination
    let transport = [ports.0, ports.1, UInt16(8 + payload.count), 0].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    return link + network + transport + payload
  }
}
