import IR
import Testing
import Wire

/// What holds for any traffic through the NAT.
@Suite struct NATPropertyTests {
  private struct Flow: Hashable {
    var transport: UInt8
    var from, to: Endpoint
  }
  private struct Mapping { var port: UInt16; var seen: UInt64 }
  private static let timeout: UInt64 = 120_000_000_000

  /// The live mappings as an onlooker sees them.
  private struct Onlooker {
    var mappings: [Flow: Mapping] = [:]
    var translated = 0, returned = 0

    /// The flow whose port a packet goes to.
    func owner(_ packet: RandomTraffic.Packet) -> Flow? {
      guard let view = PacketView(packet.bytes), let to = view.to, view.destination == .v4(203, 0, 113, 1) else { return nil }
      return mappings.first {
        $0.value.port == to.port && $0.key.transport == view.transport && isLive($0.key, packet.time)
      }?.key
    }

    mutating func see(_ packet: RandomTraffic.Packet) {
      if let owner = owner(packet) { mappings[owner]?.seen = packet.time }
    }

    func isLive(_ flow: Flow, _ now: UInt64) -> Bool { mappings[flow].map { now - $0.seen < timeout } ?? false }
  }

  @Test(arguments: 1...4)
  func `A flow keeps its port while it lives, no two share one, and answers find the host`(seed: Int) throws {
    let nat = try Rig("nat", replacing: ["range 1024...65_535": "range 1024...1103"])
    var onlooker = Onlooker()
    var traffic = RandomTraffic(seed: UInt64(seed))
    for _ in 0..<6000 {
      let packet = traffic.next()
      let output = nat.run(packet.bytes, port: packet.port, now: packet.time)
      // What inside sends to the public address has found its host before it is found that no port is free.
      if packet.port == 0, output.fate == .dropped("no free port") { onlooker.see(packet) }
      guard case .out(let port) = output.fate else {
        continue
      }
      traffic.observe(output.bytes, port: port == "outside" ? 1 : 0)
      if port == "inside" { try checkReturn(packet, output, &onlooker) }
      if packet.port == 0 { try check(packet, output, &onlooker) }
    }
    #expect(onlooker.translated > 1000 && onlooker.returned > 300)
  }

  private func check(_ packet: RandomTraffic.Packet, _ output: Rig.Delivery, _ onlooker: inout Onlooker) throws {
    guard let before = PacketView(packet.bytes), let after = output.view, let from = before.from, let to = before.to,
      let transport = before.transport, let port = after.from?.port
    else { return }
    let flow = Flow(transport: transport, from: from, to: to)
    try #require(after.to?.address == to.address || to.address == .v4(203, 0, 113, 1))
    try #require(after.source == .v4(203, 0, 113, 1))
    try #require(hasSameIntegrity(packet.bytes, output.bytes))
    // A host that was called by the public address answers from the port of its own that was called.
    let isAnswer = onlooker.mappings.contains {
      $0.key != flow && $0.key.from == from && $0.key.transport == transport && $0.value.port == port
        && onlooker.isLive($0.key, packet.time)
    }
    if isAnswer, to.address == .v4(203, 0, 113, 1) { return }
    if onlooker.isLive(flow, packet.time) {
      try #require(onlooker.mappings[flow]?.port == port, "\(flow)")
    } else {
      let holders = onlooker.mappings.filter {
        $0.value.port == port && $0.key != flow && onlooker.isLive($0.key, packet.time)
      }
      try #require(holders.isEmpty, "\(flow) shares \(port)")
    }
    onlooker.mappings[flow] = Mapping(port: port, seen: packet.time)
    onlooker.translated += 1
  }

  private func checkReturn(_ packet: RandomTraffic.Packet, _ output: Rig.Delivery, _ onlooker: inout Onlooker) throws {
    guard let host = output.view?.to else { return }
    try #require(onlooker.owner(packet)?.from == host, "\(host) is not the owner")
    try #require(hasSameIntegrity(packet.bytes, output.bytes))
    onlooker.see(packet)
    onlooker.returned += 1
  }

  /// A rewrite neither breaks a checksum nor repairs one.
  private func hasSameIntegrity(_ before: [UInt8], _ after: [UInt8]) -> Bool {
    Checksum.verify(before) == Checksum.verify(after)
  }
}
