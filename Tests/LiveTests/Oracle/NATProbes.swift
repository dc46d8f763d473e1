import Testbed
import Wire

/// What hosts on both sides try at a source NAT. A packet's number marks it, whatever its addresses have become.
struct NATProbes {
  enum Kind: String, CaseIterable, CustomStringConvertible {
    case udp = "UDP", tcp = "TCP", echo = "echo"
    var description: String { rawValue }
  }

  static let firstPort: UInt16 = 4100
  static let secondPort: UInt16 = 4200
  /// A port of the public address that no flow has been given by either NAT: what is unsolicited goes there.
  static let strayPort: UInt16 = 61_000

  let kind: Kind
  let ends: ProbeEnds
  private static let publicAddress = IPAddress.v4(203, 0, 113, 1)
  private var service: UInt16 { kind == .udp ? 53 : 80 }

  init(_ kind: Kind, _ ends: ProbeEnds) {
    self.kind = kind
    self.ends = ends
  }

  /// From the inside host's `port` to the server.
  func request(_ number: UInt16, port: UInt16, isFirst: Bool) -> [UInt8] {
    packet(
      number, from: Endpoint(Probe.client4, port), to: Endpoint(Probe.server4, service), flags: isFirst ? .syn : .ack,
      isReply: false, options: ends.options(from: .client))
  }

  /// From the server to `port` of the public address.
  func answer(_ number: UInt16, port: UInt16, flags: TCPFlags = [.syn, .ack]) -> [UInt8] {
    packet(
      number, from: Endpoint(Probe.server4, service), to: Endpoint(Self.publicAddress, port), flags: flags, isReply: true,
      options: ends.options(from: .server))
  }

  private func packet(
    _ number: UInt16, from: Endpoint, to: Endpoint, flags: TCPFlags, isReply: Bool, options: PacketBuilder.Options
  ) -> [UInt8] {
    let mark = Probe.mark(number)
    switch kind {
    case .udp: return PacketBuilder.udp(from: from, to: to, payload: mark, options: options)
    case .tcp:
      return PacketBuilder.tcp(from: from, to: to, flags: flags, sequence: 1000, payload: mark, options: options)
    case .echo:
      // The identifier plays the port: the inside host's in a request, the public one in a reply.
      let identifier = isReply ? to.port : from.port
      return PacketBuilder.icmpEcho(
        from: from.address, to: to.address, identifier: identifier, sequence: number, isReply: isReply, payload: mark,
        options: options)
    }
  }
}
