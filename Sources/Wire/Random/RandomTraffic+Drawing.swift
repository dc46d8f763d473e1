extension RandomTraffic {
  mutating func newFlow() -> RandomFlow {
    let clientPort: UInt16 = random.chance(0.8) ? 0 : 1
    let clients = clientPort == 0 ? configuration.insideHosts : configuration.outsideHosts
    let others = clientPort == 0 ? configuration.outsideHosts : configuration.insideHosts
    let client = pick(clients) ?? .v4(10, 0, 0, 1)
    let toService = random.chance(clientPort == 0 ? 0.3 : 0.7)
    let candidates = (toService ? configuration.serviceHosts : others).filter { $0.isIPv6 == client.isIPv6 }
    let fallback = others.first { $0.isIPv6 == client.isIPv6 }
    let server = pick(candidates) ?? fallback ?? client
    let kind: RandomFlow.Kind = random.chance(0.45) ? .tcp : random.chance(0.75) ? .udp : .echo
    return RandomFlow(
      kind: kind, client: Endpoint(client, pick(configuration.clientPorts) ?? 1024),
      server: Endpoint(server, pick(configuration.serverPorts) ?? 80), clientPort: clientPort)
  }

  mutating func payload() -> [UInt8] {
    let count = random.chance(0.3) ? 0 : random.below(configuration.largestPayload + 1)
    let first = UInt8(truncatingIfNeeded: random.next())
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer.initializeElement(at: index, to: first &+ UInt8(truncatingIfNeeded: index)) }
      initialized = count
    }
  }

  mutating func options(odd share: Double) -> PacketBuilder.Options {
    var options = PacketBuilder.Options()
    options.timeToLive = random.chance(0.02) ? UInt8(random.below(3)) : 64
    options.identification = UInt16(truncatingIfNeeded: random.next())
    options.omitsUDPChecksum = random.chance(share)
    options.ipv6DestinationOptions = random.chance(share)
    if random.chance(share) { options.vlans = random.chance(0.3) ? [100, 7] : [100] }
    if random.chance(share) { options.ipv4Options = [UInt8](repeating: 1, count: 4 * (1 + random.below(10))) }
    if random.chance(share) { options.fragment = fragment() }
    return options
  }

  private mutating func fragment() -> PacketBuilder.Fragment {
    let isFirst = random.chance(0.5)
    return PacketBuilder.Fragment(
      offset: isFirst ? 0 : 8 * (1 + random.below(4)), length: 8 * (1 + random.below(6)), more: isFirst)
  }

  /// A packet that no flow explains.
  mutating func stray() -> (bytes: [UInt8], port: UInt16) {
    let port: UInt16 = random.chance(0.7) ? 1 : 0
    switch random.below(5) {
    case 0: return (PacketBuilder.arpRequest(from: IPv4Address(10, 0, 0, 1), to: IPv4Address(10, 0, 0, 2)), port)
    case 1: return (noise(), port)
    case 2: return (otherTransport(), port)
    default: return (scan(), port)
    }
  }

  private mutating func noise() -> [UInt8] {
    (0..<random.below(120)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func otherTransport() -> [UInt8] {
    let from = pick(configuration.outsideHosts) ?? .v4(198, 51, 100, 1)
    let to = pick(configuration.serviceHosts + configuration.insideHosts) ?? .v4(10, 0, 0, 1)
    return PacketBuilder.packet(from, to, UInt8(random.below(256)), payload(), options(odd: 0.2))
  }

  /// A packet from outside to any port of a service address.
  private mutating func scan() -> [UInt8] {
    let from = pick(configuration.outsideHosts) ?? .v4(198, 51, 100, 1)
    let same = (configuration.serviceHosts + configuration.insideHosts).filter { $0.isIPv6 == from.isIPv6 }
    let to = Endpoint(pick(same) ?? from, UInt16(1000 + random.below(80)))
    let source = Endpoint(from, pick(configuration.serverPorts) ?? 80)
    return random.chance(0.5)
      ? PacketBuilder.udp(from: source, to: to, payload: payload(), options: options(odd: 0.1))
      : PacketBuilder.tcp(
        from: source, to: to, flags: random.chance(0.5) ? .syn : .ack, payload: payload(), options: options(odd: 0.1))
  }

  /// Cuts the frame, or changes a few bytes, most often in the headers.
  mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    if random.chance(0.4) {
      bytes.removeLast(bytes.count - random.below(bytes.count + 1))
      return
    }
    for _ in 0...random.below(3) {
      let reach = random.chance(0.8) ? min(bytes.count, 58) : bytes.count
      bytes[random.below(reach)] = UInt8(truncatingIfNeeded: random.next())
    }
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[random.below(elements.count)]
  }
}
