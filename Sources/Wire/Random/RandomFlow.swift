/// A conversation of two hosts, with as much memory as its next packet needs.
struct RandomFlow: Sendable {
  enum Kind: Hashable, Sendable { case udp, tcp, echo }

  var kind: Kind
  var client: Endpoint
  var server: Endpoint
  /// The side the client is on: 0 or 1.
  var clientPort: UInt16
  /// Packets so far; gives the place in the TCP life cycle.
  private var step = 0

  init(kind: Kind, client: Endpoint, server: Endpoint, clientPort: UInt16) {
    self.kind = kind
    self.client = client
    self.server = server
    self.clientPort = clientPort
  }

  mutating func packet(
    payload: [UInt8], options: PacketBuilder.Options, random: inout SplitMix64
  ) -> (bytes: [UInt8], port: UInt16) {
    let backward = step > 0 && random.chance(0.4)
    let (from, to) = backward ? (server, client) : (client, server)
    let port = backward ? 1 - clientPort : clientPort
    defer { step += 1 }
    return (bytes(from, to, backward: backward, payload, options, &random), port)
  }

  private mutating func bytes(
    _ from: Endpoint, _ to: Endpoint, backward: Bool, _ payload: [UInt8], _ options: PacketBuilder.Options,
    _ random: inout SplitMix64
  ) -> [UInt8] {
    switch kind {
    case .udp: PacketBuilder.udp(from: from, to: to, payload: payload, options: options)
    case .tcp:
      PacketBuilder.tcp(
        from: from, to: to, flags: flags(backward: backward, &random), payload: payload, options: options)
    case .echo:
      PacketBuilder.icmpEcho(
        from: from.address, to: to.address, identifier: client.port, isReply: backward, payload: payload,
        options: options)
    }
  }

  /// SYN first, data for a while, then FIN from both sides and a new SYN; an RST or a wrong flag now and then.
  private mutating func flags(backward: Bool, _ random: inout SplitMix64) -> TCPFlags {
    if random.chance(0.02) { return TCPFlags(rawValue: UInt8(random.below(256))) }
    if random.chance(0.02) {
      step = -1
      return [.rst, .ack]
    }
    switch step {
    case 0: return backward ? [.syn, .ack] : .syn
    case 1: return backward ? [.syn, .ack] : .ack
    case 2..<12: return random.chance(0.5) ? [.ack, .psh] : .ack
    case 12..<15: return [.fin, .ack]
    default:
      step = -1
      return .ack
    }
  }
}
