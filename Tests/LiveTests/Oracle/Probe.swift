import Testbed
import Wire

/// The hosts and link-layer addresses of a run, so that one list of probes serves Cora and the kernel.
struct ProbeEnds {
  var client: Namespace
  var server: Namespace
  /// Where the client's and the server's frames are addressed to.
  var clientGateway: [UInt8]
  var serverGateway: [UInt8]

  /// An address that no host has, so that an end's own kernel does not answer probes.
  static let farMAC: [UInt8] = [0x02, 0x77, 0, 0, 0, 0x77]
  static let farMACText = "02:77:00:00:00:77"

  init(bump testbed: Testbed) {
    client = testbed.client
    server = testbed.server
    clientGateway = Self.farMAC
    serverGateway = Self.farMAC
  }

  init(router: KernelRouter) {
    client = router.client
    server = router.server
    clientGateway = Self.bytes(router.insideMAC)
    serverGateway = Self.bytes(router.outsideMAC)
  }

  func options(from side: ProbeWire.Side) -> PacketBuilder.Options {
    var options = PacketBuilder.Options()
    options.destinationMAC = side == .client ? clientGateway : serverGateway
    options.sourceMAC = Self.bytes(side == .client ? client.mac : server.mac)
    return options
  }

  private static func bytes(_ mac: String) -> [UInt8] { MACAddress(mac)?.bytes ?? [] }
}

/// One packet of a scenario and how to know it again at the other end.
struct Probe {
  enum Kind {
    case udp
    case tcp(TCPFlags)
    case echo(isReply: Bool)
  }

  var name: String
  var from: ProbeWire.Side
  var kind: Kind
  var clientPort: UInt16
  var serverPort: UInt16
  var isIPv6 = false

  // The testbeds' addresses.
  static let client4 = IPAddress.v4(10, 77, 0, 2)
  static let server4 = IPAddress.v4(198, 51, 100, 2)
  static let client6 = IPAddress.v6(IPv6Address(high: 0xfd77_0000_0000_0000, low: 2))
  static let server6 = IPAddress.v6(IPv6Address(high: 0x2001_0db8_0051_0000, low: 2))

  /// The frame, marked with `number`.
  func frame(number: UInt16, ends: ProbeEnds) -> [UInt8] {
    let inside = Endpoint(isIPv6 ? Self.client6 : Self.client4, clientPort)
    let outside = Endpoint(isIPv6 ? Self.server6 : Self.server4, serverPort)
    let (source, destination) = from == .client ? (inside, outside) : (outside, inside)
    let options = ends.options(from: from)
    switch kind {
    case .udp:
      return PacketBuilder.udp(from: source, to: destination, payload: Self.mark(number), options: options)
    case .tcp(let flags):
      return PacketBuilder.tcp(
        from: source, to: destination, flags: flags, sequence: 1000, payload: Self.mark(number), options: options)
    case .echo(let isReply):
      return PacketBuilder.icmpEcho(
        from: source.address, to: destination.address, identifier: clientPort, sequence: number, isReply: isReply,
        payload: Self.mark(number), options: options)
    }
  }

  /// Whether a captured packet is this probe, whatever addresses and ports it has now.
  func isThis(_ packet: PacketView, number: UInt16) -> Bool {
    switch kind {
    case .udp: packet.udp != nil && packet.payload?.starts(with: Self.mark(number)) == true
    case .tcp: packet.tcp != nil && packet.payload?.starts(with: Self.mark(number)) == true
    case .echo: packet.icmp?.sequence == number && packet.payload?.starts(with: Self.mark(number)) == true
    }
  }

  /// What a packet with this number carries.
  static func mark(_ number: UInt16) -> [UInt8] {
    Array("cora".utf8) + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
  }
}
