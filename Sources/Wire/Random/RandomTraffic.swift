/// A seeded source of packets that tries a network function's corners: few hot flows and many cold ones in both
/// directions, TCP life cycles, UDP, echo, IPv6, VLAN tags, fragments, options, and damaged frames.
///
/// One seed and one configuration give one sequence. To make answers meet translated addresses, hand each forwarded
/// packet back with `observe`: some of the next packets are then replies to it.
public struct RandomTraffic: Sendable {
  public struct Configuration: Hashable, Sendable {
    /// Hosts behind port 0 and port 1. Few, so that keys collide often.
    public var insideHosts: [IPAddress] = (1...6).map { .v4(10, 0, 0, $0) } + [.v6(0xfd00_0000_0000_0000, 1)]
    public var outsideHosts: [IPAddress] = (1...6).map { .v4(198, 51, 100, $0) } + [.v6(0x2001_0db8_0000_0000, 2)]
    /// Addresses of the function itself, which hosts of both sides send to: public and virtual addresses.
    public var serviceHosts: [IPAddress] = [.v4(203, 0, 113, 1), .v4(203, 0, 113, 10)]
    public var clientPorts: [UInt16] = (0..<24).map { 1024 + $0 }
    public var serverPorts: [UInt16] = [53, 80, 443, 8080]
    /// Flows that exist at a time; a tenth of them carries most packets.
    public var flows = 256
    /// Of all packets, how many start a new flow in the place of an old one.
    public var churn = 0.02
    /// Of all packets, how many are damaged: cut, or with changed bytes.
    public var malformedShare = 0.05
    /// Of all packets, how many are fragments, tagged or carry options (each).
    public var oddShare = 0.03
    /// Of all packets, how many belong to no flow: unsolicited packets of any kind.
    public var strayShare = 0.05
    /// Of all packets, how many are replies to observed ones, when there are any.
    public var replyShare = 0.35
    public var meanGapNanoseconds: UInt64 = 50_000
    /// Of all packets, how many come after a long silence of up to `longGapNanoseconds`.
    public var longGapShare = 0.002
    public var longGapNanoseconds: UInt64 = 150_000_000_000
    public var largestPayload = 200

    public init() {}
  }

  public struct Packet: Hashable, Sendable {
    public var bytes: [UInt8]
    public var port: UInt16
    /// Nanoseconds, not decreasing.
    public var time: UInt64
  }

  let configuration: Configuration
  var random: SplitMix64
  var flows: [RandomFlow]
  private var time: UInt64 = 1_000_000_000
  /// Replies that wait for their turn, a ring.
  private var replies: [(bytes: [UInt8], port: UInt16)] = []
  private var oldestReply = 0
  private static let mostReplies = 64

  public init(seed: UInt64, configuration: Configuration = Configuration()) {
    self.configuration = configuration
    random = SplitMix64(seed: seed)
    flows = []
    for _ in 0..<max(1, configuration.flows) { flows.append(newFlow()) }
  }

  public mutating func next() -> Packet {
    advanceTime()
    var (bytes, port) = draw()
    if random.chance(configuration.malformedShare) { damage(&bytes) }
    return Packet(bytes: bytes, port: port, time: time)
  }

  /// A trace of this many packets, without feedback.
  public mutating func trace(packets: Int) -> Trace {
    var trace = Trace()
    for _ in 0..<max(0, packets) {
      let packet = next()
      trace.append(packet.bytes, port: packet.port, time: packet.time)
    }
    return trace
  }

  /// Takes a packet that was forwarded out of `port`: its reply may come in there later.
  public mutating func observe(_ output: some Collection<UInt8>, port: UInt16) {
    guard configuration.replyShare > 0, random.chance(0.5) else { return }
    guard let reply = PacketBuilder.reply(to: output, payload: payload()) else { return }
    if replies.count < Self.mostReplies {
      replies.append((reply, port))
    } else {
      replies[oldestReply] = (reply, port)
      oldestReply = (oldestReply + 1) % Self.mostReplies
    }
  }

  private mutating func advanceTime() {
    time &+= 1 &+ random.next() % max(1, 2 &* configuration.meanGapNanoseconds)
    if random.chance(configuration.longGapShare) {
      time &+= random.next() % max(1, configuration.longGapNanoseconds)
    }
  }

  private mutating func draw() -> (bytes: [UInt8], port: UInt16) {
    if !replies.isEmpty, random.chance(configuration.replyShare) { return replies[random.below(replies.count)] }
    if random.chance(configuration.strayShare) { return stray() }
    let position = hotPosition()
    if random.chance(configuration.churn) { flows[position] = newFlow() }
    let options = options(odd: configuration.oddShare)
    let payload = payload()
    return flows[position].packet(payload: payload, options: options, random: &random)
  }

  /// Nine of ten draws fall on a tenth of the flows.
  private mutating func hotPosition() -> Int {
    random.chance(0.9) ? random.below(max(1, flows.count / 10)) : random.below(flows.count)
  }
}
