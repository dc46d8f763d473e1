import IR
import Interpreter
import Testing
import Wire

@Suite struct FlowMonitorTests {
  @Test func `Everything goes to the other side, as it is`() throws {
    let monitor = try Rig("flowmon")
    let packets = [
      PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1)),
      PacketBuilder.tcp(from: Host.inside6(1, 1), to: Host.outside6(1, 1)),
      PacketBuilder.arpRequest(from: IPv4Address(1, 2, 3, 4), to: IPv4Address(1, 2, 3, 5)), [1, 2, 3], [],
    ]
    for packet in packets + damaged(packets[0]) + damaged(packets[1]) {
      let right = monitor.send(packet, from: "left")
      #expect(right.fate == .out("right") && right.isUnchanged(packet))
      #expect(monitor.send(packet, from: "right").fate == .out("left"))
    }
  }

  @Test func `A flow's packets and bytes are counted, each direction by itself`() throws {
    let monitor = try Rig("flowmon")
    let packet = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1), payload: [1, 2, 3])
    let reply = try #require(PacketBuilder.reply(to: packet))
    for _ in 0..<3 { monitor.send(packet, from: "left") }
    monitor.send(reply, from: "right")
    let flows = try #require(monitor.interpreter.snapshot().maps["flows"])
    #expect(Set(flows.map(\.value)) == [[3, 3 * UInt64(packet.count)], [1, UInt64(reply.count)]])
  }

  @Test func `A flow without packets for a minute is forgotten`() throws {
    let monitor = try Rig("flowmon")
    let packet = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1))
    monitor.send(packet, from: "left")
    monitor.send(packet, from: "left", after: 59.9)
    #expect(monitor.interpreter.snapshot().maps["flows"]?.first?.value.first == 2)
    monitor.send(packet, from: "left", after: 60)
    #expect(monitor.interpreter.snapshot().maps["flows"]?.first?.value.first == 1)
  }

  @Test func `A full table holds up nothing`() throws {
    let monitor = try Rig("flowmon", replacing: ["capacity 65_536": "capacity 2"])
    for number in 0..<5 as Range<UInt16> {
      let packet = PacketBuilder.udp(from: Host.inside(1, number), to: Host.outside(1, 1))
      #expect(monitor.send(packet, from: "left").fate == .out("right"))
    }
    #expect(monitor.live("flows") == 2)
  }

  /// For any traffic: exact counts per live flow, and a sketch that never tells less than the truth.
  @Test(arguments: 1...3)
  func `Counts are exact and the sketch is no less than the truth`(seed: Int) throws {
    let monitor = try Rig("flowmon", replacing: ["columns 4096": "columns 16"])
    var configuration = RandomTraffic.Configuration()
    configuration.malformedShare = 0
    configuration.oddShare = 0
    configuration.strayShare = 0
    var traffic = RandomTraffic(seed: UInt64(seed), configuration: configuration)
    var flows: [Flow: Record] = [:]
    var talkers: [IPAddress: UInt64] = [:]
    var last: UInt64 = 0
    for _ in 0..<5000 {
      let packet = traffic.next()
      _ = monitor.run(packet.bytes, port: packet.port, now: packet.time)
      last = packet.time
      guard let view = PacketView(packet.bytes), let source = view.source else { continue }
      talkers[source, default: 0] += UInt64(packet.bytes.count)
      guard let from = view.from, let to = view.to, let transport = view.transport, view.icmp == nil else { continue }
      let flow = Flow(transport: transport, from: from, to: to)
      var record = flows[flow] ?? Record()
      if packet.time - record.seen >= 60_000_000_000 { record = Record() }
      record.packets += 1
      record.bytes += UInt64(packet.bytes.count)
      record.seen = packet.time
      flows[flow] = record
    }
    let live = flows.values.filter { last - $0.seen < 60_000_000_000 }
    let observed = try #require(monitor.interpreter.snapshot().maps["flows"])
    #expect(observed.count == live.count && observed.count > 20)
    #expect(sorted(observed.map { $0.value + [$0.lastSeen] }) == sorted(live.map { [$0.packets, $0.bytes, $0.seen] }))
    try checkSketch(monitor, talkers)
  }

  private struct Record { var packets, bytes, seen: UInt64; init() { (packets, bytes, seen) = (0, 0, 0) } }
  private struct Flow: Hashable {
    var transport: UInt8
    var from, to: Endpoint
  }

  private func sorted(_ rows: [[UInt64]]) -> [[UInt64]] { rows.sorted { $0.lexicographicallyPrecedes($1) } }

  /// Reads the sketch as an operator would: the least of the key's counters, one in each row.
  private func checkSketch(_ monitor: Rig, _ talkers: [IPAddress: UInt64]) throws {
    let counters = monitor.interpreter.snapshot().sketches["talkers"] ?? [:]
    let total = talkers.values.reduce(0, +)
    var exact = 0
    for (address, bytes) in talkers {
      let key = words(address)
      let positions = (0..<4).map { row in row * 16 + Int(mix64(seed: UInt64(row + 1), key) & 15) }
      let estimate = positions.map { counters[$0] ?? 0 }.min() ?? 0
      try #require(estimate >= bytes, "\(address)")
      exact += estimate == bytes ? 1 : 0
    }
    for row in 0..<4 {
      let sum: UInt64 = counters.filter { $0.key / 16 == row }.values.reduce(0, +)
      #expect(sum == total)
    }
    #expect(exact > 0)
  }

  /// The two words of a sketch's key; IPv4 is mapped, `::ffff:a.b.c.d`.
  private func words(_ address: IPAddress) -> [UInt64] {
    switch address {
    case .v4(let address): [0, 0xffff_0000_0000 | UInt64(address.bits)]
    case .v6(let address): [address.high, address.low]
    }
  }
}
