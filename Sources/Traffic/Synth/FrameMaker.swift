import Wire

/// Writes the frames of synthetic traffic: Ethernet, IPv4 or IPv6, UDP or TCP, the packet's number and flow, zeros.
struct FrameMaker {
  private let traffic: SyntheticTraffic
  private let plan: FlowPlan
  private let tcpFlow: [Bool]
  /// The next sequence number of each TCP flow; 0 before its first packet.
  private var tcpSequence: [UInt32]

  private static let ethernetBytes = 14

  init(_ traffic: SyntheticTraffic) {
    self.traffic = traffic
    plan = FlowPlan(traffic)
    var random = SplitMix64(seed: traffic.seed ^ 0x7463_7021)
    let tcpFlow = traffic.tcpShare == 0 ? [] : (0..<traffic.flows).map { _ in random.unit() < traffic.tcpShare }
    self.tcpFlow = tcpFlow
    tcpSequence = Array(repeating: 0, count: tcpFlow.count)
  }

  /// Writes the packet at the start of `buffer` (at least 9014 bytes, zero past what was written before) and tells its length:
  /// the wanted one, or more where the headers and the number need more.
  mutating func write(_ packet: SyntheticPackets.Packet, into buffer: inout [UInt8]) -> Int {
    let isTCP = !tcpFlow.isEmpty && tcpFlow[packet.flow]
    let network = traffic.inside.address.isIPv6 ? 40 : 20
    let headers = Self.ethernetBytes + network + (isTCP ? 20 : 8)
    let length = max(packet.length, headers + 4)
    var frame = FrameCursor(bytes: buffer)
    buffer = []
    frame.add(mac: traffic.destinationMAC)
    frame.add(mac: traffic.sourceMAC)
    let place = plan.place(of: packet.flow)
    let (source, destination) = (traffic.inside.host(place.host), traffic.servers.host(place.server))
    let proto: UInt8 = isTCP ? 6 : 17
    if network == 20 {
      addIPv4(&frame, source, destination, proto, length, packet.index)
    } else {
      addIPv6(&frame, source, destination, proto, length)
    }
    frame.add(place.port)
    frame.add(traffic.serverPort)
    if isTCP {
      addTCP(&frame, packet.flow, payload: length - headers)
    } else {
      addUDP(&frame, length: length - headers + 8)
    }
    addPayload(&frame, packet, at: headers, length: length)
    let covered = frame.sum(from: Self.ethernetBytes + network - (network == 20 ? 8 : 32), to: headers + 8)
    let transport = UInt32(length - Self.ethernetBytes - network)
    frame.checksum(covered + UInt32(proto) + transport, at: headers - (isTCP ? 4 : 2), zeroIsAllOnes: !isTCP)
    buffer = frame.bytes
    return length
  }

  private func addIPv4(
    _ frame: inout FrameCursor, _ source: IPAddress, _ destination: IPAddress, _ proto: UInt8, _ length: Int,
    _ index: Int
  ) {
    frame.add(UInt16(0x0800))
    frame.add(UInt16(0x4500))
    frame.add(UInt16(truncatingIfNeeded: length - Self.ethernetBytes))
    frame.add(UInt16(truncatingIfNeeded: index))
    frame.add(UInt16(0x4000))
    frame.add(UInt16(64) << 8 | UInt16(proto))
    frame.add(UInt16(0))
    frame.add(source)
    frame.add(destination)
    frame.checksum(frame.sum(from: 14, to: 34), at: 24, zeroIsAllOnes: false)
  }

  private func addIPv6(
    _ frame: inout FrameCursor, _ source: IPAddress, _ destination: IPAddress, _ proto: UInt8, _ length: Int
  ) {
    frame.add(UInt16(0x86dd))
    frame.add(UInt32(0x6000_0000))
    frame.add(UInt16(truncatingIfNeeded: length - Self.ethernetBytes - 40))
    frame.add(UInt16(proto) << 8 | 64)
    frame.add(source)
    frame.add(destination)
  }

  private func addUDP(_ frame: inout FrameCursor, length: Int) {
    frame.add(UInt16(truncatingIfNeeded: length))
    frame.add(UInt16(0))
  }

  private mutating func addTCP(_ frame: inout FrameCursor, _ flow: Int, payload: Int) {
    let isFirst = tcpSequence[flow] == 0
    let sequence = isFirst ? 1 : tcpSequence[flow]
    let isSYN = isFirst && traffic.opensWithSYN
    tcpSequence[flow] = max(1, sequence &+ UInt32(truncatingIfNeeded: payload) &+ (isSYN ? 1 : 0))
    frame.add(sequence)
    frame.add(UInt32(isSYN ? 0 : 1))
    frame.add(UInt16(0x5000) | (isSYN ? 0x02 : 0x18))
    frame.add(UInt16(0xffff))
    frame.add(UInt32(0))
  }

  /// The number, the flow where there is room, and zeros up to what an earlier packet may have written here.
  private func addPayload(_ frame: inout FrameCursor, _ packet: SyntheticPackets.Packet, at start: Int, length: Int) {
    frame.move(to: start)
    frame.add(UInt64(0))
    frame.add(UInt64(0))
    frame.add(UInt64(0))
    frame.move(to: start)
    frame.add(traffic.firstNumber &+ UInt32(truncatingIfNeeded: packet.index))
    if length >= start + 8 { frame.add(UInt32(truncatingIfNeeded: packet.flow)) }
  }
}
