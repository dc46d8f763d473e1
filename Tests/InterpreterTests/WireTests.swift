import Testing
import Wire

@Suite struct PacketBuilderTests {
  private let here = Endpoint(.v4(10, 0, 0, 1), 4000)
  private let there = Endpoint(.v4(192, 0, 2, 1), 80)
  private let here6 = Endpoint(.v6(0xfd00_0000_0000_0000, 1), 4000)
  private let there6 = Endpoint(.v6(0x2001_0db8_0000_0000, 2), 80)

  @Test func `A known datagram has the known checksums`() {
    let packet = PacketBuilder.udp(from: here, to: there, payload: [1])
    #expect(packet.count == 14 + 20 + 8 + 1)
    let words = stride(from: 14, to: 34, by: 2).map { UInt32(packet[$0]) << 8 | UInt32(packet[$0 + 1]) }
    let sum = words.reduce(0, +)
    #expect((sum & 0xffff) + (sum >> 16) == 0xffff)
    // By hand: 4500 + 001d + 4011 + 0a00 + 0001 + c000 + 0201 = 0x1_5130, folded 0x5131, complemented.
    #expect(packet[24] == 0xae && packet[25] == 0xce)
  }

  @Test(arguments: 0..<40)
  func `What is built is read back, with checksums that hold`(length: Int) throws {
    let payload = [UInt8](repeating: 0xa5, count: length)
    var options = PacketBuilder.Options()
    options.vlans = length % 3 == 0 ? [] : length % 3 == 1 ? [5] : [5, 6]
    options.ipv4Options = [UInt8](repeating: 1, count: length % 13)
    options.ipv6DestinationOptions = length % 2 == 0
    for (from, to) in [(here, there), (here6, there6)] {
      let frames = [
        PacketBuilder.udp(from: from, to: to, payload: payload, options: options),
        PacketBuilder.tcp(from: from, to: to, flags: [.syn, .ack], payload: payload, options: options),
        PacketBuilder.icmpEcho(
          from: from.address, to: to.address, identifier: from.port, payload: payload, options: options),
      ]
      for frame in frames {
        let view = try #require(PacketView(frame))
        #expect(view.from == from && view.to?.address == to.address)
        #expect(view.payload.map(Array.init) == payload && view.ethernet.vlans == options.vlans)
        #expect(Checksum.verify(frame).isIntact && Checksum.verify(frame).transport == true)
        #expect(view.tcp.map { $0.flags == [.syn, .ack] } ?? true)
      }
    }
  }

  @Test func `A changed byte breaks a checksum`() {
    let frame = PacketBuilder.tcp(from: here, to: there, payload: [1, 2, 3])
    for position in 14..<frame.count {
      var damaged = frame
      damaged[position] ^= 0x10
      let report = Checksum.verify(damaged)
      #expect(!report.isIntact || PacketView(damaged)?.tcp == nil, "byte \(position)")
    }
  }

  @Test func `Fragments carry their place and no ports`() throws {
    for (from, to) in [(here, there), (here6, there6)] {
      var options = PacketBuilder.Options()
      options.fragment = PacketBuilder.Fragment(offset: 8, length: 16, more: true)
      let view = try #require(
        PacketView(PacketBuilder.udp(from: from, to: to, payload: [UInt8](0..<64), options: options)))
      #expect(view.ipv4?.isFragment ?? view.ipv6?.isFragment == true)
      #expect(view.ipv4.map { $0.fragmentOffset == 8 && $0.moreFragments && $0.payload.count == 16 } ?? true)
      #expect(view.from == nil && view.source == from.address)
    }
  }

  @Test func `A reply turns everything round`() throws {
    let syn = PacketBuilder.tcp(from: here, to: there, flags: .syn, sequence: 7)
    let answer = try #require(PacketBuilder.reply(to: syn).flatMap { PacketView($0) })
    #expect(answer.from == there && answer.to == here)
    #expect(answer.tcp?.flags == [.syn, .ack] && answer.tcp?.acknowledgement == 8)
    let ping = PacketBuilder.icmpEcho(from: here6.address, to: there6.address, identifier: 9)
    let pong = try #require(PacketBuilder.reply(to: ping))
    #expect(PacketView(pong)?.icmp?.type == 129 && Checksum.verify(pong).transport == true)
    #expect(PacketBuilder.reply(to: pong) == nil)
    #expect(
      PacketBuilder.reply(to: PacketBuilder.arpRequest(from: IPv4Address(1, 2, 3, 4), to: IPv4Address(1, 2, 3, 5)))
        == nil)
  }

  @Test func `Views take any bytes`() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<20_000 {
      var frame = PacketBuilder.tcp(from: here, to: there, payload: [1, 2, 3])
      if random.chance(0.5) { frame = PacketBuilder.udp(from: here6, to: there6) }
      for _ in 0..<random.below(6) { frame[random.below(frame.count)] = UInt8(random.below(256)) }
      frame.removeLast(random.below(frame.count + 1))
      _ = Checksum.verify(frame)
      _ = PacketBuilder.reply(to: frame)
    }
  }
}

@Suite struct RandomTrafficTests {
  @Test func `A seed gives one sequence`() {
    var (one, same, other) = (RandomTraffic(seed: 4), RandomTraffic(seed: 4), RandomTraffic(seed: 5))
    let packets = (0..<500).map { _ in one.next() }
    #expect(packets == (0..<500).map { _ in same.next() })
    #expect(packets != (0..<500).map { _ in other.next() })
  }

  @Test func `The mix has everything in it`() {
    var traffic = RandomTraffic(seed: 8)
    var (tcp, udp, icmp, ipv6, tagged, fragments, options, whole, damaged) = (0, 0, 0, 0, 0, 0, 0, 0, 0)
    var ports: [UInt16: Int] = [:]
    var last: UInt64 = 0
    for _ in 0..<5000 {
      let packet = traffic.next()
      #expect(packet.time > last)
      last = packet.time
      ports[packet.port, default: 0] += 1
      guard let view = PacketView(packet.bytes) else {
        damaged += 1
        continue
      }
      tcp += view.tcp == nil ? 0 : 1
      udp += view.udp == nil ? 0 : 1
      icmp += view.icmp == nil ? 0 : 1
      ipv6 += view.ipv6 == nil ? 0 : 1
      tagged += view.ethernet.vlans.isEmpty ? 0 : 1
      fragments += view.ipv4?.isFragment == true ? 1 : 0
      options += view.ipv4.map { $0.headerLength > 20 } == true ? 1 : 0
      whole += Checksum.verify(packet.bytes).isIntact ? 1 : 0
    }
    for count in [tcp, udp, icmp, ipv6] { #expect(count > 250) }
    for count in [tagged, fragments, options, damaged] { #expect(count > 12) }
    #expect(ports.keys.sorted() == [0, 1] && (ports[1] ?? 0) > 1000)
    #expect(whole > 4000)
  }

  @Test func `Observed packets are answered`() {
    var configuration = RandomTraffic.Configuration()
    configuration.malformedShare = 0
    var traffic = RandomTraffic(seed: 8, configuration: configuration)
    let marked = PacketBuilder.udp(from: Endpoint(.v4(203, 0, 113, 1), 60_000), to: Endpoint(.v4(198, 51, 100, 77), 9))
    for _ in 0..<20 { traffic.observe(marked, port: 1) }
    let answers = (0..<100).map { _ in traffic.next() }.filter {
      PacketView($0.bytes)?.to == Endpoint(.v4(203, 0, 113, 1), 60_000)
    }
    #expect(answers.count > 10 && answers.allSatisfy { $0.port == 1 })
  }
}

@Suite struct MaglevTests {
  @Test func `Every slot has an active backend, in proportion to the weights`() {
    let table = Maglev.table(size: 65_537, weights: [1, 0, 3, 1])
    var counts: [UInt32: Int] = [:]
    for backend in table { counts[backend, default: 0] += 1 }
    #expect(counts.keys.sorted() == [0, 2, 3])
    #expect(abs(counts[2, default: 0] - 3 * counts[0, default: 0]) <= 4)
    #expect(abs(counts[0, default: 0] - counts[3, default: 0]) <= 1)
  }

  @Test func `A backend that goes moves few slots of the others`() {
    let before = Maglev.table(size: 65_537, weights: [UInt64](repeating: 1, count: 10))
    var weights = [UInt64](repeating: 1, count: 10)
    weights[4] = 0
    let after = Maglev.table(size: 65_537, weights: weights)
    let moved = zip(before, after).filter { $0 != 4 && $0 != $1 }.count
    #expect(after.allSatisfy { $0 != 4 && $0 != Maglev.none })
    #expect(moved < 65_537 / 20, "\(moved) slots moved")
  }

  @Test func `Corner cases end`() {
    #expect(Maglev.table(size: 7, weights: []) == [UInt32](repeating: Maglev.none, count: 7))
    #expect(Maglev.table(size: 0, weights: [1]).isEmpty && Maglev.table(size: 1, weights: [0, 1]) == [1])
    #expect(Maglev.table(size: 7, weights: [.max, 1]) == [UInt32](repeating: 0, count: 7))
    #expect(Maglev.table(size: 12, weights: [1, 1, 1]).count == 12)
  }
}
