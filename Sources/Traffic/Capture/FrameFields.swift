import Wire

/// Where the network header of a frame is, and the few fields that flows and ports are told by. Accessors never read outside.
struct FrameFields {
  let bytes: UnsafeRawBufferPointer
  /// The type of what follows the link-layer header, VLAN tags skipped; 0 for a frame too short to tell.
  let etherType: UInt16
  /// Offset of what follows the link-layer header.
  let network: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    var offset = 12
    var type = bytes.big16(at: offset) ?? 0
    var tags = 0
    while type == 0x8100 || type == 0x88a8, tags < 2 {
      offset += 4
      tags += 1
      type = bytes.big16(at: offset) ?? 0
    }
    self.bytes = bytes
    etherType = type
    network = offset + 2
  }

  /// The address the packet comes from: of IPv4, IPv6 or ARP.
  var source: IPAddress? {
    switch etherType {
    case 0x0800: bytes.big32(at: network + 12).map { .v4(IPv4Address(bits: $0)) }
    case 0x0806: bytes.big32(at: network + 14).map { .v4(IPv4Address(bits: $0)) }
    case 0x86dd: address6(at: network + 8).map { .v6($0) }
    default: nil
    }
  }

  private func address6(at offset: Int) -> IPv6Address? {
    guard let high = bytes.big64(at: offset), let low = bytes.big64(at: offset + 8) else { return nil }
    return IPv6Address(high: high, low: low)
  }
}

extension FrameFields {
  /// A hash of the flow, each direction its own: addresses, protocol and, for unfragmented TCP, UDP and SCTP, ports; the
  /// link-layer addresses and type for everything else.
  var flow: UInt64 {
    switch etherType {
    case 0x0800: ipv4Flow ?? linkFlow
    case 0x86dd: ipv6Flow ?? linkFlow
    default: linkFlow
    }
  }

  private var ipv4Flow: UInt64? {
    guard let version = bytes.big8(at: network), let addresses = bytes.big64(at: network + 12),
      let proto = bytes.big8(at: network + 9), let fragment = bytes.big16(at: network + 6)
    else { return nil }
    let isFragment = fragment & 0x3fff != 0
    let ports = isFragment ? 0 : ports(at: network + Int(version & 15) * 4, protocol: proto)
    return FlowHash.mix(4, addresses, UInt64(proto), UInt64(ports))
  }

  private var ipv6Flow: UInt64? {
    guard let next = bytes.big8(at: network + 6), let source = address6(at: network + 8),
      let destination = address6(at: network + 24)
    else { return nil }
    let ports = ports(at: network + 40, protocol: next)
    return FlowHash.mix(6, source.high, source.low, destination.high, destination.low, UInt64(next), UInt64(ports))
  }

  private var linkFlow: UInt64 {
    FlowHash.mix(2, bytes.big64(at: 0) ?? 0, UInt64(bytes.big32(at: 8) ?? 0), UInt64(etherType))
  }

  /// Both ports as one word; 0 where there are none.
  private func ports(at offset: Int, protocol proto: UInt8) -> UInt32 {
    switch proto {
    case 6, 17, 132: bytes.big32(at: offset) ?? 0
    default: 0
    }
  }
}

/// The hash that flows are told apart by in profiles.
public struct FlowHash {
  private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The flow of a packet, each direction its own.
  public static func of(packet bytes: UnsafeRawBufferPointer) -> UInt64 { FrameFields(bytes).flow }

  /// Mixes a word in so that few bits of difference spread over all of the result (the finaliser of MurmurHash3).
  @inline(__always)
  mutating func add(_ word: UInt64) {
    value ^= word
    value ^= value >> 33
    value &*= 0xff51_afd7_ed55_8ccd
    value ^= value >> 33
    value &*= 0xc4ce_b9fe_1a85_ec53
    value ^= value >> 33
  }

  @inline(__always)
  static func mix(_ words: UInt64...) -> UInt64 {
    var hash = FlowHash()
    for word in words { hash.add(word) }
    return hash.value
  }
}

extension UnsafeRawBufferPointer {
  @inline(__always)
  private func load<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number? {
    guard offset >= 0, count >= MemoryLayout<Number>.size, offset <= count - MemoryLayout<Number>.size else {
      return nil
    }
    return Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }

  func big8(at offset: Int) -> UInt8? { load(offset, as: UInt8.self) }
  func big16(at offset: Int) -> UInt16? { load(offset, as: UInt16.self) }
  func big32(at offset: Int) -> UInt32? { load(offset, as: UInt32.self) }
  func big64(at offset: Int) -> UInt64? { load(offset, as: UInt64.self) }
}
