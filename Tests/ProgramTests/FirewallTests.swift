import IR
import Interpreter
import Testing
import Wire

/// The two ends of a conversation, in both families.
private let pairs = [
  (Host.inside(1, 4000), Host.outside(1, 80)), (Host.inside6(1, 4000), Host.outside6(1, 80)),
]

@Suite struct FirewallTests {
  @Test(arguments: pairs)
  func `Inside may open UDP, outside may answer it and nothing else`(inside: Endpoint, outside: Endpoint) throws {
    let firewall = try Rig("firewall")
    let answer = PacketBuilder.udp(from: outside, to: inside, payload: [1])
    #expect(firewall.send(answer, from: "outside").fate == .dropped("no session"))
    let request = PacketBuilder.udp(from: inside, to: outside)
    let out = firewall.send(request, from: "inside")
    #expect(out.fate == .out("outside") && out.isUnchanged(request))
    let back = firewall.send(answer, from: "outside")
    #expect(back.fate == .out("inside") && back.isUnchanged(answer))
    let elsewhere = Endpoint(inside.address, 4001)
    #expect(firewall.send(PacketBuilder.udp(from: outside, to: elsewhere), from: "outside").isDropped)
    let stranger = Endpoint(outside.address, 81)
    #expect(firewall.send(PacketBuilder.udp(from: stranger, to: inside), from: "outside").isDropped)
  }

  @Test(arguments: pairs)
  func `A TCP session opens with a SYN from inside only`(inside: Endpoint, outside: Endpoint) throws {
    let firewall = try Rig("firewall")
    func out(_ flags: TCPFlags) -> Rig.Delivery {
      firewall.send(PacketBuilder.tcp(from: inside, to: outside, flags: flags), from: "inside")
    }
    func back(_ flags: TCPFlags) -> Rig.Delivery {
      firewall.send(PacketBuilder.tcp(from: outside, to: inside, flags: flags), from: "outside")
    }
    #expect(back(.syn).fate == .dropped("no session"))
    for flags in [.ack, [.syn, .ack], [.fin, .ack], .rst, [.syn, .rst], [.syn, .fin], []] as [TCPFlags] {
      #expect(out(flags).fate == .dropped("no session"), "\(flags)")
    }
    #expect(out(.syn).fate == .out("outside") && back([.syn, .ack]).fate == .out("inside"))
    #expect(out(.ack).fate == .out("outside") && back([.ack, .psh]).fate == .out("inside"))
  }

  @Test func `A session that both sides have closed is kept two minutes for retransmissions`() throws {
    let firewall = try opened()
    #expect(out(firewall, [.fin, .ack]).fate == .out("outside"))
    #expect(back(firewall, .ack).fate == .out("inside"))
    #expect(back(firewall, [.fin, .ack]).fate == .out("inside"))
    #expect(out(firewall, .ack).fate == .out("outside"))
    #expect(back(firewall, [.fin, .ack], after: 119).fate == .out("inside"))
    #expect(firewall.live("sessions") == 1)
    #expect(back(firewall, [.fin, .ack], after: 120).fate == .dropped("no session"))
    #expect(firewall.live("sessions") == 0)
  }

  @Test func `A closed session's ports may be used again at once`() throws {
    let firewall = try opened()
    #expect(!out(firewall, [.fin, .ack]).isDropped && !back(firewall, [.fin, .ack]).isDropped)
    #expect(!out(firewall, .syn).isDropped && !back(firewall, [.syn, .ack]).isDropped && !out(firewall, .ack).isDropped)
    #expect(back(firewall, .ack, after: 7000).fate == .out("inside"), "it is established, not closing")
  }

  @Test func `A reset from either side ends the session at once`() throws {
    for fromInside in [true, false] {
      let firewall = try opened()
      let reset = fromInside ? out(firewall, .rst) : back(firewall, [.rst, .ack])
      #expect(!reset.isDropped && firewall.live("sessions") == 0)
      #expect(out(firewall, .ack).isDropped && back(firewall, .ack).isDropped)
      #expect(out(firewall, .syn).fate == .out("outside"))
    }
  }

  @Test func `How long a session may be quiet depends on its state`() throws {
    let firewall = try Rig("firewall")
    #expect(!out(firewall, .syn).isDropped)
    #expect(back(firewall, [.syn, .ack], after: 120).fate == .dropped("no session"))
    #expect(!out(firewall, .syn).isDropped)
    #expect(back(firewall, [.syn, .ack], after: 119).fate == .out("inside"))
    #expect(out(firewall, .ack, after: 60).fate == .dropped("no session"))
    let open = try opened()
    #expect(back(open, .ack, after: 7199).fate == .out("inside") && out(open, .ack, after: 7199).fate == .out("outside"))
    #expect(back(open, .ack, after: 7200).fate == .dropped("no session"))
    #expect(open.live("sessions") == 0)
  }

  @Test func `An exchange of datagrams ends after two minutes`() throws {
    let firewall = try Rig("firewall")
    let (inside, outside) = pairs[0]
    _ = firewall.send(PacketBuilder.udp(from: inside, to: outside), from: "inside")
    let answer = PacketBuilder.udp(from: outside, to: inside)
    #expect(firewall.send(answer, from: "outside", after: 119).fate == .out("inside"))
    #expect(firewall.send(answer, from: "outside", after: 119).fate == .out("inside"))
    #expect(firewall.send(answer, from: "outside", after: 120).fate == .dropped("no session"))
  }

  @Test(arguments: pairs)
  func `Echo requests go out and their replies come in`(inside: Endpoint, outside: Endpoint) throws {
    let firewall = try Rig("firewall")
    let ping = PacketBuilder.icmpEcho(from: inside.address, to: outside.address, identifier: 5)
    let pong = try #require(PacketBuilder.reply(to: ping))
    #expect(firewall.send(pong, from: "outside").fate == .dropped("no session"))
    #expect(firewall.send(ping, from: "inside").fate == .out("outside"))
    #expect(firewall.send(pong, from: "outside").fate == .out("inside"))
    let probe = PacketBuilder.icmpEcho(from: outside.address, to: inside.address, identifier: 5)
    #expect(firewall.send(probe, from: "outside").isDropped)
  }

  @Test func `Address resolution passes, other protocols do not`() throws {
    let firewall = try Rig("firewall")
    let arp = PacketBuilder.arpRequest(from: IPv4Address(10, 0, 0, 1), to: IPv4Address(10, 0, 0, 2))
    #expect(firewall.send(arp, from: "inside").fate == .out("outside"))
    #expect(firewall.send(arp, from: "outside").fate == .out("inside"))
    let solicitation = PacketBuilder.packet(
      pairs[1].1.address, pairs[1].0.address, IPProtocol.icmpV6, [135, 0, 0, 0] + [UInt8](repeating: 0, count: 20))
    #expect(firewall.send(solicitation, from: "outside").fate == .out("inside"))
    let sctp = PacketBuilder.packet(pairs[0].0.address, pairs[0].1.address, 132, [UInt8](repeating: 0, count: 20))
    #expect(firewall.send(sctp, from: "inside").fate == .dropped("not allowed"))
  }

  @Test func `Fragments and malformed packets are dropped and open nothing`() throws {
    let firewall = try Rig("firewall")
    var options = PacketBuilder.Options()
    options.fragment = PacketBuilder.Fragment(offset: 0, length: 16, more: true)
    for (inside, outside) in pairs {
      let fragment = PacketBuilder.udp(from: inside, to: outside, payload: [UInt8](0..<40), options: options)
      #expect(firewall.send(fragment, from: "inside").isDropped)
    }
    let whole = PacketBuilder.tcp(from: pairs[0].0, to: pairs[0].1, flags: .syn)
    for (what, bytes) in malformed(whole) {
      #expect(firewall.send(bytes, from: "inside").fate == .dropped("not allowed"), "\(what)")
    }
    #expect(firewall.live("sessions") == 0 && firewall.live("exchanges") == 0)
    for bytes in damaged(whole) { _ = firewall.send(bytes, from: "inside") }
  }

  @Test func `Full tables refuse new sessions only`() throws {
    let firewall = try Rig("firewall", replacing: ["capacity 65_536": "capacity 2"])
    func udp(_ port: UInt16) -> Rig.Delivery {
      firewall.send(PacketBuilder.udp(from: Host.inside(1, port), to: Host.outside(1, 9)), from: "inside")
    }
    func syn(_ port: UInt16) -> Rig.Delivery {
      let packet = PacketBuilder.tcp(from: Host.inside(1, port), to: Host.outside(1, 9), flags: .syn)
      return firewall.send(packet, from: "inside")
    }
    #expect(!udp(1).isDropped && !udp(2).isDropped && !syn(1).isDropped && !syn(2).isDropped)
    #expect(udp(3).fate == .dropped("exchange table full") && syn(3).fate == .dropped("session table full"))
    #expect(!udp(1).isDropped && !syn(1).isDropped)
  }

  /// For any traffic: nothing comes in that is no answer to what went out within two minutes, or two hours where it is TCP.
  @Test(arguments: 1...3)
  func `Nothing gets in uncalled`(seed: Int) throws {
    let firewall = try Rig("firewall")
    var lastSeen: [[Endpoint]: UInt64] = [:]
    var traffic = RandomTraffic(seed: UInt64(seed))
    var entered = 0
    for _ in 0..<5000 {
      let packet = traffic.next()
      let output = firewall.run(packet.bytes, port: packet.port, now: packet.time)
      try #require(output.isUnchanged(packet.bytes))
      guard !output.isDropped, let view = PacketView(packet.bytes), let from = view.from, let to = view.to else {
        continue
      }
      traffic.observe(output.bytes, port: 1 - packet.port)
      if packet.port == 1 {
        let seen = lastSeen[[to, from]]
        let patience: UInt64 = view.tcp == nil ? 120_000_000_000 : 7_200_000_000_000
        try #require(seen.map { packet.time - $0 < patience } ?? false, "\(from) to \(to)")
        entered += 1
      }
      lastSeen[packet.port == 0 ? [from, to] : [to, from]] = packet.time
    }
    #expect(entered > 100)
  }

  private func opened() throws -> Rig {
    let firewall = try Rig("firewall")
    #expect(!out(firewall, .syn).isDropped && !back(firewall, [.syn, .ack]).isDropped)
    #expect(!out(firewall, .ack).isDropped)
    return firewall
  }

  private func out(_ firewall: Rig, _ flags: TCPFlags, after seconds: Double = 0.001) -> Rig.Delivery {
    let packet = PacketBuilder.tcp(from: pairs[0].0, to: pairs[0].1, flags: flags)
    return firewall.send(packet, from: "inside", after: seconds)
  }

  private func back(_ firewall: Rig, _ flags: TCPFlags, after seconds: Double = 0.001) -> Rig.Delivery {
    let packet = PacketBuilder.tcp(from: pairs[0].1, to: pairs[0].0, flags: flags)
    return firewall.send(packet, from: "outside", after: seconds)
  }
}
